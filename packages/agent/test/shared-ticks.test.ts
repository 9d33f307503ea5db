import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SharedTicks } from "../src/agent/shared-ticks.ts";
import type { TickTimer } from "../src/agent/tick-timer.ts";

const periodMs = 28_000;
let timers: TickTimer[];

beforeEach(() => {
  timers = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  for (const timer of timers) timer.stop();
  vi.useRealTimers();
});

/** Starts so many checks, and notes when each ticks, in ms since then. */
function start(ticks: SharedTicks, count: number, period = periodMs): number[][] {
  const begin = performance.now();
  return Array.from({ length: count }, () => {
    const at: number[] = [];
    timers.push(ticks.start(period, () => at.push(performance.now() - begin)));
    return at;
  });
}

test("checks with the same period tick in the same instant, at a fixed rate from the first period on", async () => {
  const all = start(new SharedTicks(() => 0.25), 16);
  expect(timers[3]?.untilNext()).toBeCloseTo(7_000, 0);
  await vi.advanceTimersByTimeAsync(periodMs * 4);
  const [first = []] = all;
  expect(first.map(Math.round)).toEqual([7_000, 35_000, 63_000, 91_000]);
  for (const at of all) expect(at).toEqual(first);
});

test("300 checks wake the process up 19 times in a period, spread over it, 16 at most at once", async () => {
  const all = start(new SharedTicks(), 300);
  await vi.advanceTimersByTimeAsync(periodMs);
  for (const at of all) expect(at).toHaveLength(1);
  const perInstant = new Map<number, number>();
  for (const [at = Number.NaN] of all) perInstant.set(at, (perInstant.get(at) ?? 0) + 1);
  expect(perInstant.size).toBe(19);
  expect(Math.max(...perInstant.values())).toBe(16);
  const instants = [...perInstant.keys()].toSorted((a, b) => a - b);
  const gaps = instants.map((at, index) => at - (instants.at(index - 1) ?? 0) + (index === 0 ? periodMs : 0));
  // Evenly would be 1.5 s.
  expect(Math.max(...gaps)).toBeLessThan(3_000);
  expect(Math.min(...gaps)).toBeGreaterThan(500);
});

test("other periods have their own rhythm", async () => {
  const ticks = new SharedTicks(() => 0);
  const [slow = []] = start(ticks, 1);
  const [fast = []] = start(ticks, 1, 1_000);
  await vi.advanceTimersByTimeAsync(periodMs * 2);
  expect(slow.length).toBeLessThanOrEqual(3);
  expect(fast.length).toBeGreaterThanOrEqual(55);
});

test("one that stops leaves the others alone, and its place is taken by the next", async () => {
  const ticks = new SharedTicks(() => 0.5);
  const [first = [], second = []] = start(ticks, 16);
  timers[0]?.stop();
  const [next = []] = start(ticks, 1);
  await vi.advanceTimersByTimeAsync(periodMs);
  expect(first).toEqual([]);
  expect(second).toHaveLength(1);
  expect(next).toEqual(second);
});

test("when all have stopped nothing ticks any more", async () => {
  const all = start(new SharedTicks(), 40);
  for (const timer of timers) timer.stop();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(periodMs * 2);
  expect(all.flat()).toEqual([]);
});
