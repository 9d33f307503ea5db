import { deepEqual } from "node:assert/strict";
import type { TestServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { helpersOfMonitorsSuite, remoteBrowsersSuite } from "./suites/helpers-of-monitors.suite.ts";
import { notificationLinksSuite } from "./suites/notification-links.suite.ts";
import { notificationTypesSuite } from "./suites/notification-types.suite.ts";
import { readmeNotificationsSuite } from "./suites/readme-notifications.suite.ts";
import { openClient } from "./suites/test-bench.ts";
import type { ServerUnderTest } from "./suites/test-bench.ts";

const servers: TestServers = inject("kumaServers");

async function inventoryOf(server: ServerUnderTest): Promise<unknown> {
  await using client = await openClient(server);
  return {
    monitors: (await client.monitors.list()).map(({ raw }) => raw),
    notifications: await client.notifications.list(),
    proxies: await client.proxies.list(),
    dockerHosts: await client.dockerHosts.list(),
  };
}

describe.each(servers)("$label", (server) => {
  let before: unknown;

  beforeAll(async () => {
    before = await inventoryOf(server);
  });
  afterAll(async () => {
    deepEqual(await inventoryOf(server), before, "the server is not left as it was found");
  });

  describe("readme", () => {
    readmeNotificationsSuite(server);
  });
  describe("notification types", () => {
    notificationTypesSuite(server);
  });
  describe("a notification", () => {
    notificationLinksSuite(server);
  });
  describe("helpers of monitors", () => {
    helpersOfMonitorsSuite(server);
  });
});

// Nobody has taught the double yet how the trying of one is answered; CONTRIBUTING.md says how that is done.
describe.each(servers.filter(({ isDouble }) => isDouble !== true))("$label", (server) => {
  describe("remote browsers", () => {
    remoteBrowsersSuite(server);
  });
});
