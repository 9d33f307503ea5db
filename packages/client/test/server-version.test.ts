import { describe, expect, test } from "vitest";
import { capabilitiesOf } from "../src/server-version/capabilities.ts";
import { newMonitorFields, onlyKnownFields, sinceOf } from "../src/server-version/monitor-fields.ts";

describe("capabilities", () => {
  test.each([
    [
      "1.23.17",
      false,
      { line: "1.23.17", pushTokenLength: 20, longestPushToken: 20, shortestInterval: 20, deletesChildren: false },
    ],
    ["2.0.0-dev.0", false, { line: "1.23.0", pushTokenLength: 20, sendsSingleMonitors: false, deletesChildren: false }],
    [
      "2.0.1",
      true,
      { line: "2.0.1", pushTokenLength: 32, shortestInterval: 20, longestInterval: 2_073_600, deletesChildren: false },
    ],
    ["2.1.0-beta.2", true, { line: "2.1.0", shortestInterval: 1, deletesChildren: true }],
    [
      "2.5.3",
      true,
      { line: "2.5.3", pushTokenLength: 32, shortestInterval: 1, longestInterval: null, deletesChildren: true },
    ],
    ["2.17.0", true, { line: "2.17.0", longestInterval: null, deletesChildren: true }],
  ])("of %s", (version, speaksTwo, expected) => {
    expect(capabilitiesOf({ version, speaksTwo })).toMatchObject({ ...expected, hasCookieSessions: false });
  });

  test.each([
    [["dns", "ntp"], { line: "3.0.0", longestInterval: null }],
    // As 3.0.0-beta.0, which left the 2.x line before 2.5.
    [["dns"], { line: "2.4.0", longestInterval: 2_073_600 }],
    [undefined, { line: "3.0.0", longestInterval: null }],
  ])("of a 3.0 with types for %j", (monitorTypes, expected) => {
    const capabilities = capabilitiesOf({ version: "3.0.0-beta.0", speaksTwo: true, monitorTypes });
    expect(capabilities).toMatchObject({ ...expected, pushTokenLength: 32, hasCookieSessions: true });
  });
});

describe("fields of a new monitor", () => {
  const lines = ["1.18.0", "1.22.0", "1.23.17", "2.0.2", "2.1.0", "2.4.0", "2.5.3"];

  test.each([
    ["accepted_statuscodes", "1.18.0"],
    ["timeout", "1.23.17"],
    ["kafkaProducerBrokers", "1.23.17"],
    ["conditions", "2.0.2"],
    ["rabbitmqNodes", "2.0.2"],
    ["domainExpiryNotification", "2.1.0"],
  ])("%s is sent from %s on", (field, first) => {
    expect(lines.find((line) => field in newMonitorFields({}, [], line))).toBe(first);
  });

  test.each([
    ["mqttTopic", "1.18.0"],
    ["rabbitmqUsername", "2.0.2"],
    ["gamedigToken", "2.4.0"],
  ])("%s is sent from %s on for a type that has such a setting, and for no other", (field, first) => {
    expect(lines.find((line) => field in newMonitorFields({}, [field], line))).toBe(first);
    expect(lines.filter((line) => field in newMonitorFields({}, ["hostname"], line))).toEqual([]);
  });

  test("what the database fills in with the same value is sent only when somebody says it", () => {
    expect(newMonitorFields({}, ["maxredirects"], "2.5.3")).not.toHaveProperty("maxredirects");
    expect(newMonitorFields({ maxredirects: 3 }, ["maxredirects"], "2.5.3")).toMatchObject({ maxredirects: 3 });
  });

  test("what alerts hang on is always said", () => {
    for (const line of lines)
      expect(newMonitorFields({}, [], line)).toMatchObject({ upsideDown: false, maxretries: 0, resendInterval: 0 });
  });

  test("the version is known of every field that is sent", () => {
    const fields = Object.keys(newMonitorFields({}, ["mqttTopic", "gamedigToken"], "2.5.3"));
    expect(fields.filter((field) => sinceOf(field) === undefined)).toEqual([]);
  });

  test("what the server has no column for is left out, and an id always", () => {
    const wire = {
      id: 4,
      type: "push",
      name: "x",
      pushToken: "t",
      conditions: [],
      humanReadableInterval: "1 minute",
      tags: [],
    };
    expect(onlyKnownFields(wire, "1.23.17")).toEqual({ type: "push", name: "x", pushToken: "t" });
    expect(onlyKnownFields(wire, "2.5.3")).toEqual({ type: "push", name: "x", pushToken: "t", conditions: [] });
  });
});
