import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "../src/index.ts";

test.each([
  ["30", 30_000],
  ["0.5", 500],
  [" 5s ", 5000],
  ["500ms", 500],
  ["500 MSECS", 500],
  ["1.5s", 1500],
  [".5 min", 30_000],
  ["90 Seconds", 90_000],
  ["2m", 120_000],
  ["5 min", 300_000],
  ["1 hr", 3_600_000],
  ["2h", 7_200_000],
  ["1d", 86_400_000],
  ["1 day", 86_400_000],
  ["2 weeks", 1_209_600_000],
  ["1y", 31_557_600_000],
  ["1h 30m", 5_400_000],
  ["1h30m", 5_400_000],
  ["1 d 2 h 3 min 4 s 5 ms", 93_784_005],
  ["-5s", -5000],
  ["0", 0],
])("%j is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  "",
  " ",
  "-",
  "--5s",
  "soon",
  "s",
  "5 fortnights",
  "1e3",
  "1 2s",
  "1h 30",
  "30m 1h",
  "1h 1h",
  "1 month",
  "1,5 s",
  "1s!",
  "Infinity",
  "constructor",
  `${"1".repeat(200)}s`,
])("%j is not a duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, "less than 1 s"],
  [999, "less than 1 s"],
  [3000, "3 s"],
  [60_000, "1 min"],
  [252_000, "4 min 12 s"],
  [7_500_000, "2 h 5 min"],
  [47 * 3_600_000, "47 h"],
  [273_600_000, "3 d 4 h"],
])("%d ms are said as %j", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("what is written can be read again, within the smaller of its two units", () => {
  for (let seconds = 1; seconds < 40 * 86_400; seconds = Math.ceil(seconds * 1.07)) {
    const read = parseDuration(formatDuration(seconds * 1000)) ?? Number.NaN;
    const unit = seconds < 3600 ? 1 : seconds < 48 * 3600 ? 60 : 3600;
    expect(Math.abs(read / 1000 - seconds)).toBeLessThan(unit);
  }
});
