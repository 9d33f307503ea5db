import { deepEqual } from "node:assert/strict";
import { kumaServers, type TestServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe } from "vitest";
import type { KumaClient } from "../../../src/index.ts";
import { openClient } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

const servers: TestServers = kumaServers();

/** Questions to every server alike; a suite leaves the server as it found it. */
export type Suite = (server: ServerUnderTest) => void;

/** Holds every server to the suites, and checks that the lists of a client are the same before and after. */
export function describeContract(
  inventoryOf: (client: KumaClient) => Promise<unknown>,
  suites: Readonly<Record<string, Suite>>,
): void {
  const inventory = async (server: ServerUnderTest): Promise<unknown> => {
    await using client = await openClient(server);
    return await inventoryOf(client);
  };

  // All suites in one file, and so in one process: a server takes 20 log-ins a minute, and this one needs three.
  describe.each(servers)("$label", (server) => {
    let before: unknown;

    beforeAll(async () => {
      before = await inventory(server);
    });

    afterAll(async () => {
      deepEqual(await inventory(server), before, "the server is not left as it was found");
    });

    describe.each(Object.entries(suites))("%s", (_name, suite) => {
      suite(server);
    });
  });
}
