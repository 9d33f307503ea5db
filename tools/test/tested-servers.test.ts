import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeNotificationTypes, monitorTypes } from "@kumakit/client";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../src/repository-root.ts";
import { readTestedServersPage, testedServers, testedServersPage } from "../src/tested-servers-page.ts";

const of = { monitorTypes: monitorTypes.length, notificationTypes: describeNotificationTypes().length };

describe("the table of the tested servers", () => {
  const rows = readTestedServersPage(readFileSync(join(repositoryRoot, "docs/client/tested-servers.md"), "utf8"));

  test("has the npm release, the double, and four others", () => {
    const servers = rows.map(({ server }) => server);
    expect(servers).toEqual([
      "checkout 1.23.17",
      "checkout 2.0.2",
      "checkout 2.5.3",
      "checkout 3.0",
      "double of 2.5.3",
      "npm 2.0.0-dev.0",
    ]);
  });

  test.each(rows)("counts as many types as there are: $server (else: pnpm run tested-servers)", (row) => {
    expect(row.of).toEqual(of);
    expect(row.failed).toBe(0);
  });

  test("says that everything is there on a 2.5, but the providers that were taken away", () => {
    const removed = describeNotificationTypes().filter((type) => type.removed !== null).length;
    const newest = { ...of, notificationTypes: of.notificationTypes - removed };
    expect(rows.filter(({ server }) => server.includes("2.5.3"))).toMatchObject([newest, newest]);
  });
});

test("a report is counted server by server, and rows of others stay", () => {
  const result = (fullName: string, roundTrip?: string, status = "passed") => ({
    fullName,
    status,
    meta: { roundTrip },
  });
  const report = JSON.stringify({
    testResults: [
      {
        name: "/x/servers.test.ts",
        assertionResults: [
          result("'npm 2.0.0-dev.0' monitor types push is created", "monitor type"),
          result("'npm 2.0.0-dev.0' monitor types ntp is created"),
          result("'checkout 2.5.3 (2.5.3)' notification types x", "notification type"),
          result("'checkout 2.5.3 (2.5.3)' notification types y", undefined, "failed"),
        ],
      },
      { name: "/x/faults.test.ts", assertionResults: [result("faults: 'checkout 2.5.3' cut")] },
    ],
  });
  const counted = testedServers(report);
  const npm = {
    server: "npm 2.0.0-dev.0",
    monitorTypes: 1,
    notificationTypes: 0,
    passed: 2,
    faults: 0,
    failed: 0,
    ways: [],
  };
  const newest = {
    server: "checkout 2.5.3",
    monitorTypes: 0,
    notificationTypes: 1,
    passed: 2,
    faults: 1,
    failed: 1,
    ways: [],
  };
  expect(counted).toEqual([npm, newest]);
  const older = testedServersPage("", [{ ...npm, passed: 1, ways: ["a push is late", "a group is kept"] }], {
    monitorTypes: 2,
    notificationTypes: 3,
  });
  expect(readTestedServersPage(testedServersPage(older, [newest], of))).toEqual([
    { ...newest, of },
    { ...npm, passed: 1, ways: ["a push is late", "a group is kept"], of: { monitorTypes: 2, notificationTypes: 3 } },
  ]);
});
