import { expect, test } from "vitest";

import { parseWait } from "../src/parse-wait.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["1.5s", 1500],
  ["2m", 120_000],
  ["5 min", 300_000],
  ["1h", 3_600_000],
  ["1h 30m", 5_400_000],
  ["1d", 86_400_000],
  ["45", 45_000],
  [" 5s ", 5000],
])("%j is %d ms", (text, milliseconds) => {
  expect(parseWait(text)).toBe(milliseconds);
});

test.each([
  ["", "is not a duration"],
  ["abc", "is not a duration"],
  ["0", "is not a duration"],
  ["0s", "is not a duration"],
  ["-1s", "is not a duration"],
  ["1e3", "is not a duration"],
  ["s", "is not a duration"],
  ["1 2s", "is not a duration"],
  ["Infinity", "is not a duration"],
  ["600h", "is longer than 24 days"],
])("%j %s", (text, problem) => {
  expect(() => parseWait(text)).toThrow(RangeError);
  expect(() => parseWait(text)).toThrow(problem);
});
