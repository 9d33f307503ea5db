import { describe, expect, test } from "vitest";
import { LineMatcher, type LinePattern } from "../../src/journal/line-matcher.ts";

function matches(pattern: LinePattern, ...lines: readonly string[]): readonly boolean[] {
  return new LineMatcher(pattern).match(lines).matches;
}

describe("a line matches", () => {
  test("a text as it is, or in any case", () => {
    expect(matches({ text: "a.b" }, "xa.bx", "axb", "A.B")).toEqual([true, false, false]);
    expect(matches({ text: "A.b", ignoreCase: true }, "xa.Bx", "axb")).toEqual([true, false]);
  });

  test("a regular expression, anywhere in it, with all of Unicode", () => {
    expect(matches({ pattern: "^err(or)?\\b" }, "error: x", "my error", "err")).toEqual([true, false, true]);
    expect(matches({ pattern: "ÜBER \\p{L}", ignoreCase: true }, "über ñ", "uber n")).toEqual([true, false]);
  });

  test("both when both are given, and anything when neither is", () => {
    expect(matches({ text: "disk", pattern: "\\d+" }, "disk 1", "disk", "1")).toEqual([true, false, false]);
    expect(matches({}, "", "x")).toEqual([true, true]);
  });

  test("only within its first 4,096 characters", () => {
    expect(matches({ text: "end" }, `${"x".repeat(4093)}end`, `${"x".repeat(4094)}end`)).toEqual([true, false]);
  });
});

test("a pattern that goes astray on a line is given up there, and the other lines are still found", () => {
  const startedAt = performance.now();
  const { matches: found, tooSlow } = new LineMatcher({ pattern: "^(a+)+$" }).match(["aaa", `${"a".repeat(60)}!`, "b"]);
  expect(found).toEqual([true, false, false]);
  expect(tooSlow).toBe(1);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
