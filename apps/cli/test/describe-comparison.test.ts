import { expect, test } from "vitest";

import { misfits, type Comparison } from "../src/agents/compare-with-server.ts";
import { describeComparison } from "../src/agents/compare-with-server.ts";

const url = "http://kuma.example:3001";
const fits: Comparison = { url, reason: null, isComplete: true, findings: [] };
const found = (severity: "problem" | "warning", name: string): Comparison["findings"][number] => ({
  code: "paused",
  severity,
  name,
  id: 3,
  message: "it is paused",
  cure: "kuma monitor resume id:3",
  mended: false,
});

const text = (comparison: Comparison): string => describeComparison(comparison, { columns: 80 } as NodeJS.WriteStream);

test("all fits", () => {
  expect(text(fits)).toBe(`✓ Compared with ${url}: everything fits.`);
  expect(misfits(fits)).toBeUndefined();
});

test("without root it says what was left out", () => {
  expect(text({ ...fits, isComplete: false }).replaceAll(/\n */g, " ")).toBe(
    `✓ Compared with ${url}: everything fits. Tokens and intervals were not: root alone may read them.`,
  );
});

test("each finding has its cure in the next line", () => {
  const comparison = { ...fits, findings: [found("problem", "a"), found("problem", "a"), found("warning", "b")] };
  expect(text(comparison).split("\n").slice(0, 3)).toEqual([
    `Compared with ${url}:`,
    "✗ a: it is paused",
    "    kuma monitor resume id:3",
  ]);
  expect(misfits(comparison)).toEqual(["a"]);
  expect(misfits({ ...fits, findings: [found("warning", "b")] })).toBeUndefined();
});

test("it says why nothing was compared; control characters of a server stay out", () => {
  const comparison = { url: null, reason: "nobody is logged in to one\u001B[2J", isComplete: false, findings: [] };
  expect(text(comparison)).toMatch(/^Not compared with the server: nobody is logged in to one.*\[2J\.$/);
  expect(text(comparison)).not.toContain("\u001B");
  expect(misfits(comparison)).toBeUndefined();
});
