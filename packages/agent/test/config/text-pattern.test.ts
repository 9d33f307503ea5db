import { describe, expect, test } from "vitest";
import { textPattern } from "../../src/checks/shared/text-pattern.settings.ts";
import { foundIn, searchEach, SlowPatternError } from "../../src/checks/shared/text-search.ts";

const refusalOf = (given: string): string | undefined => textPattern.safeParse(given).error?.issues[0]?.message;

describe("what is looked for", () => {
  test.each<[string, readonly string[], readonly boolean[]]>([
    ["a.b", ["xa.bx", "axb", "A.B"], [true, false, false]],
    ["/usr/bin/x", ["runs /usr/bin/x now", "usr"], [true, false]],
    ["/", ["a/b", "ab"], [true, false]],
    ["/^err(or)?\\b/", ["error: x", "my error", "err"], [true, false, true]],
    ["/I\\/O [/]/", ["an I/O /", "I/O"], [true, false]],
    ["/ÜBER \\p{L}/iu", ["über ñ", "uber n"], [true, false]],
    ["/^b$/m", ["a\nb", "ab"], [true, false]],
    ["/a.b/s", ["a\nb", "ab"], [true, false]],
  ])("%s", (wanted, texts, found) => {
    expect(refusalOf(wanted)).toBeUndefined();
    expect(foundIn(wanted, texts)).toEqual(found);
    expect(searchEach(wanted, texts)).toEqual({ matches: found, tooSlow: 0 });
  });

  test.each([
    ["", "must not be empty"],
    ["/(/", "is not a regular expression: Invalid regular expression: /(/: Unterminated group"],
    ["/a/ii", "is not a regular expression: Invalid flags supplied to RegExp constructor 'ii'"],
    ["//", "begins and ends with a slash, like a regular expression, but is empty"],
    [
      "/usr/bin/",
      String.raw`begins and ends with a slash, like a regular expression: a slash within it must be written as \/`,
    ],
    ["x".repeat(1001), "must be at most 1000 characters"],
  ])("%s is refused", (wanted, message) => {
    expect(refusalOf(wanted)).toBe(message);
  });

  test("is not looked for where there is nothing", () => {
    expect([foundIn("/x/", []), searchEach("/x/", []).matches, foundIn("x", [])]).toEqual([[], [], []]);
  });
});

describe("a pattern that goes astray", () => {
  const astray = `${"a".repeat(60)}!`;

  test("on one text is given up there, and the others are still searched", () => {
    expect(searchEach("/^(a+)+$/", ["aaa", astray, "b"])).toEqual({ matches: [true, false, false], tooSlow: 1 });
  });

  test("on many texts is given up after a second in all", () => {
    const startedAt = performance.now();
    const { matches, tooSlow } = searchEach("/^(a+)+$/", ["aaa", ...Array.from({ length: 1000 }, () => astray)]);
    expect(matches.filter(Boolean)).toEqual([true]);
    expect(tooSlow).toBe(1000);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("is an error where every text must be searched", () => {
    expect(() => foundIn("/^(a+)+$/", ["aaa", astray])).toThrow(
      new SlowPatternError("the pattern /^(a+)+$/ takes too long: make it simpler"),
    );
  });
});
