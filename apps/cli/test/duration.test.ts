import { expect, test } from "vitest";

import { parseDuration } from "../src/duration.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["1.5s", 1500],
  ["2m", 120_000],
  ["1h", 3_600_000],
  ["45", 45_000],
  [" 5s ", 5000],
])("%j is %d ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "abc", "0", "0s", "-1s", "1d", "1e3", "s", "600h", "1 2s", "Infinity"])("%j is no duration", (text) => {
  expect(() => parseDuration(text)).toThrow(RangeError);
});
