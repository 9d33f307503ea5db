import { expect, test } from "vitest";
import { compareHistories, type RecordedChange, type TrueState } from "./soak/compare-histories.ts";

const bounds = { shortest: 10_000, late: 5_000 };
const second = 1_000;

/** States that follow one another, each with its length in s; the last one goes on. */
function truth(...lengths: readonly number[]): TrueState[] {
  let from = 0;
  return [...lengths, Number.POSITIVE_INFINITY].map((length, index) => {
    const state = { status: index % 2 === 0 ? "up" : "down", from, to: from + length * second } as const;
    from = state.to;
    return state;
  });
}

function recorded(...changes: readonly (readonly ["up" | "down", number])[]): RecordedChange[] {
  return changes.map(([status, at]) => ({ status, at: at * second, message: "why" }));
}

const whole = recorded(["up", 1], ["down", 30], ["up", 50.2]);

test("a history that was reported in time is right", () => {
  expect(compareHistories(truth(30, 20), whole, bounds)).toEqual([]);
});

test("a short DOWN may be missing, a long one may not", () => {
  expect(compareHistories(truth(30, 9), recorded(["up", 1]), bounds)).toEqual([]);
  expect(compareHistories(truth(30, 20), recorded(["up", 1]), bounds)).toEqual(["lost: down at 00:00:30.000 for 20 s"]);
});

test("a DOWN that was not true is false, also one that is reported too late", () => {
  expect(compareHistories(truth(30, 20), recorded(["up", 1], ["down", 12], ["up", 50]), bounds)).toEqual([
    "false: down at 00:00:12.000: why",
  ]);
  expect(compareHistories(truth(30, 9), recorded(["up", 1], ["down", 45], ["up", 46]), bounds)).toEqual([
    "false: down at 00:00:45.000: why",
  ]);
});

test("a DOWN may be reported when it is over, within the bound", () => {
  expect(compareHistories(truth(30, 9), recorded(["up", 1], ["down", 43], ["up", 43.1]), bounds)).toEqual([]);
});

test("the end must be right", () => {
  expect(compareHistories(truth(30, 20), recorded(["up", 1], ["down", 30]), bounds)).toEqual([
    "lost: up at 00:00:50.000 for Infinity s",
    "in the end: down, but it is up",
  ]);
});
