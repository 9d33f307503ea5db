export { describeOnBed } from "./describe-on-bed.ts";
export type { TestServer, TestServers } from "./test-server.ts";
