import { monitorTypes } from "@kumakit/client";
import { describe, expect, test } from "vitest";

import { parseSettings, requireAll } from "../src/monitors/settings/parse-settings.ts";
import type { GivenSettings, WrittenSetting } from "../src/monitors/settings/read-settings.ts";
import { monitorTypeNames, settingFlags } from "../src/monitors/settings/setting-flags.ts";

function given(written: Readonly<Record<string, WrittenSetting["value"]>>, isOpen = true): GivenSettings {
  const all = Object.entries(written).map(([setting, value]) => [setting, { label: setting, value, isOpen }] as const);
  return { written: new Map(all), fromFile: {} };
}

test("every type can be created, and every flag is a setting that its types have and that is no secret", () => {
  expect(monitorTypeNames).toEqual(monitorTypes.map(({ type }) => type));
  for (const { setting, types } of settingFlags)
    for (const { type, fields } of monitorTypes.filter((one) => types.includes(one.type)))
      expect({ type, setting, field: Reflect.get(fields, setting) }).toMatchObject({
        type,
        setting,
        field: expect.not.objectContaining({ isSecret: true }),
      });
});

describe.each(monitorTypes.map(({ type, example }) => ({ type, example })))("$type", ({ type, example }) => {
  const { name: _name, type: _type, ...settings } = example;

  test("takes its example from a file", () => {
    const fromFile = { ...example };
    expect(parseSettings(type, { written: new Map(), fromFile })).toEqual(settings);
    expect(() => requireAll(type, settings)).not.toThrow();
  });

  test("takes its example as words, of which secrets come from files", () => {
    const words = Object.entries(settings).map(([setting, value]) => [
      setting,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    expect(parseSettings(type, given(Object.fromEntries(words), false))).toEqual(settings);
  });
});

test.each([
  ["http", { acceptedStatusCodes: "200-299, 404" }, { acceptedStatusCodes: ["200-299", "404"] }],
  ["http", { acceptedStatusCodes: ["204"] }, { acceptedStatusCodes: ["204"] }],
  ["http", { proxyId: "null", ipFamily: "" }, { proxyId: null, ipFamily: null }],
  ["http", { ignoreTls: true, cacheBust: "false" }, { ignoreTls: true, cacheBust: false }],
  // A text that looks like a number stays a text.
  ["json-query", { expectedValue: "5" }, { expectedValue: "5" }],
])("%s reads %j", (type, words, settings) => {
  expect(parseSettings(type, given(words))).toEqual(settings);
});

test.each([
  ["mqtt", "mqttPassword"],
  ["radius", "radiusSecret"],
  ["snmp", "community"],
  ["mysql", "password"],
  ["oracledb", "databaseConnectionString"],
  ["http", "headers"],
  ["push", "pushToken"],
  ["kafka-producer", "kafkaProducerSaslOptions"],
  ["gamedig", "gamedigToken"],
  ["rabbitmq", "rabbitmqPassword"],
])("a secret of %s is not taken from the command line: %s", (type, setting) => {
  expect(() => parseSettings(type, given({ [setting]: "hunter2" }))).toThrow(`${setting} is a secret`);
});

test("all that is missing is named at once, with the words that give it", () => {
  expect(() => requireAll("postgres", {})).toThrow("A monitor of the type postgres needs databaseConnectionString");
  expect(() => requireAll("port", {})).toThrow("A monitor of the type port needs hostname, port");
});
