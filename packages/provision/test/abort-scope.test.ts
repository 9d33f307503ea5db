import { setImmediate } from "node:timers/promises";

import { expect, test } from "vitest";

import { AbortScope } from "../src/agent/abort-scope.ts";

test("many scopes may hang on one, without a warning of Node; they end with it", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on("warning", note);
  const whole = new AbortScope(new AbortController().signal);
  const parts = Array.from({ length: 30 }, () => new AbortScope(whole.signal));
  await setImmediate();
  process.off("warning", note);
  expect(warnings).toEqual([]);
  whole.end();
  expect(parts.every(({ signal }) => signal.aborted)).toBe(true);
});
