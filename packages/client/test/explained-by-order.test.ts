import { expect, test } from "vitest";
import { isExplainedByOrder } from "./support/explained-by-order.ts";
import type { HistoryCall } from "./support/explained-by-order.ts";

const before = { a: "0", b: "0" };
const call = (times: string, writes: HistoryCall["writes"], isCertain = true): HistoryCall => {
  const [start = 0, end = 0] = times.split("-").map(Number);
  return { name: times, start, end, writes, isCertain };
};

test.each<[what: string, calls: readonly HistoryCall[], after: Record<string, string>, isExplained: boolean]>([
  ["nothing", [], before, true],
  ["a change by nobody", [], { a: "1", b: "0" }, false],
  ["two at once, both there", [call("0-9", { a: "1" }), call("0-9", { b: "1" })], { a: "1", b: "1" }, true],
  ["two at once, one lost", [call("0-9", { a: "1" }), call("0-9", { b: "1" })], { a: "0", b: "1" }, false],
  ["one that failed, lost", [call("0-9", { a: "1" }, false), call("0-9", { b: "1" })], { a: "0", b: "1" }, true],
  ["one that failed, there", [call("0-9", { a: "1" }, false)], { a: "1", b: "0" }, true],
  ["two of one place at once", [call("0-9", { a: "1" }), call("0-9", { a: "2" })], { a: "1", b: "0" }, true],
  ["two of one place in turn", [call("0-4", { a: "1" }), call("5-9", { a: "2" })], { a: "1", b: "0" }, false],
  [
    "halves of two wholes",
    [call("0-9", { a: "1", b: "1" }), call("0-9", { a: "2", b: "2" })],
    { a: "1", b: "2" },
    false,
  ],
  [
    "a whole that writes what it read",
    [call("0-4", { a: "1" }), call("1-9", { a: "0", b: "2" })],
    { a: "0", b: "2" },
    true,
  ],
])("%s", (_, calls, after, isExplained) => {
  expect(isExplainedByOrder({ before, calls, after })).toBe(isExplained);
});
