import { expect, test } from "vitest";
import { isExplainedByOrder } from "./support/explained-by-order.ts";
import type { HistoryCall } from "./support/explained-by-order.ts";

const before = { a: "0", b: "0" };
const call = (times: string, writes: HistoryCall["writes"], isCertain = true): HistoryCall => {
  const [start = 0, end = 0] = times.split("-").map(Number);
  return { name: times, start, end, writes, isCertain };
};

test.each<readonly [what: string, calls: readonly HistoryCall[], after: Record<string, string>]>([
  ["nothing", [], before],
  ["two at once, both there", [call("0-9", { a: "1" }), call("0-9", { b: "1" })], { a: "1", b: "1" }],
  ["one that failed, lost", [call("0-9", { a: "1" }, false), call("0-9", { b: "1" })], { a: "0", b: "1" }],
  ["one that failed, there", [call("0-9", { a: "1" }, false)], { a: "1", b: "0" }],
  ["two of one place at once", [call("0-9", { a: "1" }), call("0-9", { a: "2" })], { a: "1", b: "0" }],
  ["a whole that writes what it read", [call("0-4", { a: "1" }), call("1-9", { a: "0", b: "2" })], { a: "0", b: "2" }],
])("some order explains %s", (_, calls, after) => {
  expect(isExplainedByOrder({ before, calls, after })).toBe(true);
});

test.each<readonly [what: string, calls: readonly HistoryCall[], after: Record<string, string>]>([
  ["a change by nobody", [], { a: "1", b: "0" }],
  ["two at once, one lost", [call("0-9", { a: "1" }), call("0-9", { b: "1" })], { a: "0", b: "1" }],
  [
    "two of one place in turn, the first one there",
    [call("0-4", { a: "1" }), call("5-9", { a: "2" })],
    { a: "1", b: "0" },
  ],
  ["halves of two wholes", [call("0-9", { a: "1", b: "1" }), call("0-9", { a: "2", b: "2" })], { a: "1", b: "2" }],
])("no order explains %s", (_, calls, after) => {
  expect(isExplainedByOrder({ before, calls, after })).toBe(false);
});
