export { describeOnBed, describeWith } from "./bed-tests.ts";
export type { TestServer, TestServers } from "./test-server.ts";
