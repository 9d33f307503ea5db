export { describeAsRoot, describeOnBed, describeWith } from "./bed-tests.ts";
export { kumaServers, type TestServer, type TestServers } from "./test-server.ts";
