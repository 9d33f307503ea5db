export type { TestServer, TestServers } from "./test-server.ts";
