import { expect, test } from "vitest";
import * as z from "zod";
import { durationSetting } from "../../src/config/settings/duration-setting.ts";

const setting = durationSetting({ min: 0.1, max: 86_400 });

test.each([
  [30, 30],
  ["30", 30],
  ["0.5", 0.5],
  ["500ms", 0.5],
  ["90s", 90],
  ["5 min", 300],
  ["2h", 7200],
  ["1 day", 86_400],
])("%j is %d seconds", (given, seconds) => {
  expect(setting.parse(given)).toBe(seconds);
});

test.each([
  ["", /is not a duration/],
  ["soon", /is not a duration/],
  ["5 fortnights", /is not a duration/],
  [`${"1".repeat(200)}s`, /is not a duration/],
  ["-5s", /must be at least 0\.1 s/],
  ["2 days", /must be at most 86400 s/],
  [true, /must be a duration/],
  [undefined, /is missing: a duration/],
])("%j is refused", (given, message) => {
  expect(setting.safeParse(given).error?.issues[0]?.message).toMatch(message);
});

test("a whole number of seconds can be asked for", () => {
  const whole = durationSetting({ min: 1, max: 60, whole: true });
  expect(whole.parse("2s")).toBe(2);
  expect(whole.safeParse("1500ms").error?.issues[0]?.message).toBe("must be a whole number of seconds");
});

test("its JSON Schema takes numbers and texts", () => {
  expect(z.toJSONSchema(setting, { io: "input" })).toMatchObject({ type: ["number", "string"] });
});
