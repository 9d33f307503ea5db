import { cpuTime } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { unitNameOrPattern } from "../../src/config/settings/unit-settings.ts";
import { isUnitPattern, unitPatternMatcher } from "../../src/systemd/unit-pattern.ts";

test.each<[string, readonly string[], readonly string[]]>([
  [
    "app@*.service",
    ["app@1.service", "app@.service", "app@a-b.c.service"],
    ["app.service", "app@1.socket", "xapp@1.service"],
  ],
  ["*", ["a.service", "b.socket"], []],
  ["app?.service", ["app1.service", "app@.service"], ["app.service", "app12.service"]],
  ["app[1-3x].service", ["app1.service", "app3.service", "appx.service"], ["app4.service", "app-.service"]],
  ["app[!1-3].service", ["app4.service", "app-.service"], ["app2.service", "app.service"]],
  ["app[ab-].service", ["app-.service", "appb.service"], ["appc.service"]],
  ["*-*-*.timer", ["a-b-c.timer", "--.timer"], ["a-b.timer", "a-b-c.timers"]],
  [
    "dev-disk-by\\x2d*.device",
    ["dev-disk-by\\x2duuid.device"],
    ["dev-disk-by-uuid.device", "dev-disk-byx2duuid.device"],
  ],
  ["a.service", ["a.service"], ["a-service", "b.service"]],
])("%s matches as systemd's own does", (pattern, matching, others) => {
  const matches = unitPatternMatcher(pattern);
  expect(matching.filter((name) => !matches(name))).toEqual([]);
  expect(others.filter((name) => matches(name))).toEqual([]);
});

test("a pattern made to be slow is not", () => {
  const matches = unitPatternMatcher(`${"*a".repeat(120)}b.service`);
  expect(cpuTime(() => expect(matches(`${"a".repeat(245)}.service`)).toBe(false))).toBeLessThan(500);
});

test.each([
  ["app@*.service", true],
  ["app*", true],
  ["app@[0-9].service", true],
  ["*.mount", true],
  ["nginx.service", true],
  ["app@.service", false],
  ["app@*", true],
  ["app", false],
  ["app[1.service", false],
  ["app1].service", false],
  ["app[].service", false],
  ["app!.service", false],
  ["app*.conf", false],
  ["app {a,b}*.service", false],
  ["$(reboot)*.service", false],
  ["", false],
  [`${"a".repeat(250)}*.service`, false],
])("%s as a unit of the config: %s", (text, isGood) => {
  expect(unitNameOrPattern.safeParse(text).success).toBe(isGood);
});

test("a name is not a pattern", () => {
  expect(["nginx.service", "a@1.service", "a\\x2db.mount"].filter((name) => isUnitPattern(name))).toEqual([]);
  expect(["a@*.service", "a?.service", "a[12].service"].every((name) => isUnitPattern(name))).toBe(true);
});
