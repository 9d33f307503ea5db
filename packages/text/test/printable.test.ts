import { cpuTime } from "@kumakit/testkit";
import { expect, test } from "vitest";
import { plainLine, printable, printableLines } from "../src/index.ts";

const hostile = "a\u001B[31mb\u009B2Jc\u202Ed\u2066e\u200Ff\u061Cg\u2028h\u0085i\uD800j\u0007k\u007Fl";

test("control characters and marks of direction are shown instead of obeyed", () => {
  const shown = "a\\u001b[31mb\\u009b2Jc\\u202ed\\u2066e\\u200ff\\u061cg\\u2028h\\u0085i\\ud800j\\u0007k\\u007fl";
  expect(printable(`${hostile}\r\n\tx`)).toBe(`${shown}\\u000d\\n x`);
  expect(printableLines(`${hostile}\r\n\tx\ry`)).toBe(`${shown}\n\tx\\u000dy`);
});

test("a plain line has neither", () => {
  expect(plainLine(hostile)).toBe("ab 2Jcdefg h i\uFFFDj k l");
  expect(plainLine("\u001B]8;;http://x\u0007two\r\n\tlines")).toBe("two lines");
});

test.each(["Grüße, 日本 👨‍👩‍👧, עברית", 'a "b" \\ c', ""])("%j stays as it is", (text) => {
  expect([printable(text), printableLines(text), plainLine(text)]).toEqual([text, text, text]);
});

test("JSON stays the same JSON", () => {
  const value = { [hostile]: [hostile, "\t\n\\"] };
  const json = printableLines(JSON.stringify(value, null, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u);
});

test("a megabyte takes little work", () => {
  const time = cpuTime(() => {
    for (const piece of ["\u001B[", "\u001B]", "\u009B", "\u202E", "\r", " \n", "\uD800"]) {
      const text = piece.repeat(500_000);
      expect([printable(text), printableLines(text), plainLine(text)]).toHaveLength(3);
    }
  });
  expect(time).toBeLessThan(5_000);
});
