import { deepEqual } from "node:assert/strict";
import type { TestServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { bulkSuite } from "./suites/bulk.suite.ts";
import { connectionSuite } from "./suites/connection.suite.ts";
import { monitorCopiesSuite } from "./suites/monitor-copies.suite.ts";
import { monitorTypesSuite } from "./suites/monitor-types.suite.ts";
import { historySuite } from "./suites/history.suite.ts";
import { maintenanceSuite } from "./suites/maintenance.suite.ts";
import { liveSuite } from "./suites/live.suite.ts";
import { monitorsSuite } from "./suites/monitors.suite.ts";
import { notificationsSuite } from "./suites/notifications.suite.ts";
import { publicHttpSuite } from "./suites/public-http.suite.ts";
import { readmeSuite } from "./suites/readme.suite.ts";
import { settingsSuite } from "./suites/settings.suite.ts";
import { statusPagesSuite } from "./suites/status-pages.suite.ts";
import { tagsSuite } from "./suites/tags.suite.ts";
import { openClient } from "./suites/test-bench.ts";
import type { ServerUnderTest } from "./suites/test-bench.ts";

const servers: TestServers = inject("kumaServers");

async function inventoryOf(server: ServerUnderTest): Promise<unknown> {
  await using client = await openClient(server);
  return {
    monitors: (await client.monitors.list()).map(({ raw }) => raw),
    notifications: await client.notifications.list(),
    tags: await client.tags.list(),
    maintenances: await client.maintenance.list(),
    statusPages: await client.statusPages.list(),
  };
}

// All suites in one file, and so in one process: a server takes 20 log-ins a minute, and this one needs three.
describe.each(servers)("$label", (server) => {
  let before: unknown;

  beforeAll(async () => {
    before = await inventoryOf(server);
  });

  afterAll(async () => {
    deepEqual(await inventoryOf(server), before, "the server is not left as it was found");
  });

  describe("readme", () => {
    readmeSuite(server);
  });
  describe("connection", () => {
    connectionSuite(server);
  });
  describe("monitors", () => {
    monitorsSuite(server);
  });
  describe("monitor types", () => {
    monitorTypesSuite(server);
  });
  describe("monitor copies", () => {
    monitorCopiesSuite(server);
  });
  describe("live state", () => {
    liveSuite(server);
  });
  describe("bulk", () => {
    bulkSuite(server);
  });
  describe("tags", () => {
    tagsSuite(server);
  });
  describe("notifications", () => {
    notificationsSuite(server);
  });
  describe("history", () => {
    historySuite(server);
  });
});

// What nobody has taught the double yet, by holding it to a real server; CONTRIBUTING.md says how that is done.
describe.each(servers.filter(({ isDouble }) => isDouble !== true))("$label", (server) => {
  let before: unknown;

  beforeAll(async () => {
    before = await inventoryOf(server);
  });

  afterAll(async () => {
    deepEqual(await inventoryOf(server), before, "the server is not left as it was found");
  });

  describe("maintenance", () => {
    maintenanceSuite(server);
  });
  describe("status pages", () => {
    statusPagesSuite(server);
  });
  describe("settings", () => {
    settingsSuite(server);
  });
  describe("public HTTP", () => {
    publicHttpSuite(server);
  });
});
