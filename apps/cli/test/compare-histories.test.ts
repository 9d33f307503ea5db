import { expect, test } from "vitest";
import { compareHistories, type RecordedChange, type TrueState } from "./soak/compare-histories.ts";

const bounds = { late: 5_000, blind: [] };
const second = 1_000;

/** States that follow one another, each with its length in s; the last one goes on. */
function truth(...lengths: readonly number[]): TrueState[] {
  let from = 0;
  return [...lengths, Number.POSITIVE_INFINITY].map((length, index) => {
    const status = index % 2 === 0 ? "up" : "down";
    const reason = status === "down" ? { reason: /signal KILL/ } : {};
    const state = { status, from, to: from + length * second, needs: 2_000, ...reason } as const;
    from = state.to;
    return state;
  });
}

function recorded(...changes: readonly (readonly ["up" | "down", number, string?])[]): RecordedChange[] {
  return changes.map(([status, at, message = "it failed: signal KILL"]) => ({ status, at: at * second, message }));
}

test("a history that was reported in time is right", () => {
  const whole = recorded(["up", 1], ["down", 30], ["up", 50.2]);
  expect(compareHistories(truth(30, 20), whole, bounds)).toEqual([]);
});

test("a DOWN too short to be seen may be missing, another may not", () => {
  expect(compareHistories(truth(30, 1.9), recorded(["up", 1]), bounds)).toEqual([]);
  expect(compareHistories(truth(30, 2.1), recorded(["up", 1]), bounds)).toEqual(["lost: down at 00:00:30.000 for 2 s"]);
});

test("a DOWN that the agent could not see may be missing", () => {
  const dead = { late: 5_000, blind: [{ from: 29_000, to: 34_000 }] };
  expect(compareHistories(truth(30, 5), recorded(["up", 1]), dead)).toEqual([]);
  expect(compareHistories(truth(30, 7), recorded(["up", 1]), dead)).toHaveLength(1);
  expect(compareHistories(truth(25, 12), recorded(["up", 1]), dead)).toHaveLength(1);
});

test("a DOWN that was not true is false, also one that is reported too late, and one that is reported twice", () => {
  const early = recorded(["up", 1], ["down", 12], ["up", 13], ["down", 30], ["up", 50]);
  expect(compareHistories(truth(30, 20), early, bounds)).toEqual([
    "false: down at 00:00:12.000: it failed: signal KILL",
    "false: up at 00:00:13.000: it failed: signal KILL",
  ]);
  const late = recorded(["up", 1], ["down", 45], ["up", 46]);
  expect(compareHistories(truth(30, 1), late, bounds)).toEqual(["false: down at 00:00:45.000: it failed: signal KILL"]);
  const twice = recorded(["up", 1], ["down", 30], ["up", 31], ["down", 32], ["up", 50]);
  expect(compareHistories(truth(30, 20), twice, bounds)).toHaveLength(2);
});

test("a DOWN may be reported when it is over, within the bound", () => {
  expect(compareHistories(truth(30, 9), recorded(["up", 1], ["down", 43], ["up", 43.1]), bounds)).toEqual([]);
});

test("the reason of a DOWN must be the true one", () => {
  const silence = recorded(["up", 1], ["down", 31, "No heartbeat in the time window"], ["up", 50]);
  expect(compareHistories(truth(30, 20), silence, bounds)).toEqual([
    "wrong reason: down at 00:00:31.000: No heartbeat in the time window",
  ]);
});

test("the end must be right", () => {
  expect(compareHistories(truth(30, 20), recorded(["up", 1], ["down", 30]), bounds)).toEqual([
    "lost: up at 00:00:50.000 for Infinity s",
    "in the end: down, but it is up",
  ]);
});
