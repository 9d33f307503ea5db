export { describeAsRoot, describeOnBed, describeWith } from "./bed-tests.ts";
export { ownServers, type OwnServer, type OwnServerKind } from "./own-servers.ts";
export { kumaServers, type TestServer, type TestServers } from "./test-server.ts";
