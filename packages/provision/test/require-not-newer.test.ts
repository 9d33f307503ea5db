import { expect, it } from "vitest";

import { isNewer } from "../src/agent/require-not-newer.ts";

it.each([
  ["1.10.0", "1.9.0", true],
  ["2.0.0", "1.9.9", true],
  ["1.0.0", "1.0.0-beta.2", true],
  ["1.0.0-beta.10", "1.0.0-beta.2", true],
  ["1.0.0", "1.0.0", false],
  ["1.0.0-beta.2", "1.0.0", false],
  ["1.0.0+build.7", "1.0.0", false],
  ["sh", "1.0.0", false],
  ["9.0.0", "unknown", false],
])("%s after %s: %s", (one, other, newer) => {
  expect(isNewer(one, other)).toBe(newer);
  expect(newer && isNewer(other, one)).toBe(false);
});
