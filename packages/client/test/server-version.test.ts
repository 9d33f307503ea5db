import { describe, expect, test } from "vitest";
import { capabilitiesOf } from "../src/server-version/capabilities.ts";
import { defaultFieldsOf, onlyKnownFields } from "../src/server-version/monitor-fields.ts";

describe("capabilities", () => {
  test.each([
    [
      "1.23.17",
      false,
      { line: "1.23.17", pushTokenLength: 10, longestPushToken: 20, shortestInterval: 20, deletesChildren: false },
    ],
    ["2.0.0-dev.0", false, { line: "1.23.0", pushTokenLength: 10, sendsSingleMonitors: false, deletesChildren: false }],
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
    expect(capabilitiesOf({ version, speaksTwo })).toMatchObject(expected);
  });
});

describe("fields of a new monitor", () => {
  const since = (field: string): string | undefined =>
    ["1.18.0", "1.22.0", "1.23.17", "2.0.2", "2.1.0", "2.4.0", "2.5.3"].find((line) => field in defaultFieldsOf(line));

  test.each([
    ["accepted_statuscodes", "1.18.0"],
    ["parent", "1.22.0"],
    ["timeout", "1.23.17"],
    ["kafkaProducerBrokers", "1.23.17"],
    ["conditions", "2.0.2"],
    ["rabbitmqNodes", "2.0.2"],
    ["domainExpiryNotification", "2.1.0"],
    ["gamedigToken", "2.4.0"],
    ["ntpStratumThreshold", "2.5.3"],
  ])("%s is sent from %s on", (field, first) => {
    expect(since(field)).toBe(first);
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

  test("one monitor's defaults are not another's", () => {
    const first = defaultFieldsOf("2.5.3");
    (first["conditions"] as unknown[]).push("spoilt");
    expect(defaultFieldsOf("2.5.3")["conditions"]).toEqual([]);
  });
});
