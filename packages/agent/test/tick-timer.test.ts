import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { startTickTimer } from "../src/agent/tick-timer.ts";

afterEach(() => void vi.useRealTimers());

test("ticks come at first + n · period, whatever the work takes, and end", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const start = performance.now();
  const at: number[] = [];
  const timer = startTickTimer({ periodMs: 1000, firstAfterMs: 300, onTick: () => at.push(performance.now() - start) });
  await vi.advanceTimersByTimeAsync(100_000);
  expect(at).toHaveLength(100);
  expect(at.every((time, index) => Math.abs(time - (300 + index * 1000)) < 1)).toBe(true);
  expect(timer.untilNext()).toBeCloseTo(300, 0);
  timer.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(at).toHaveLength(100);
});

test("a process that slept makes up for nothing: one tick, then the old rhythm", async () => {
  const start = performance.now();
  const at: number[] = [];
  const timer = startTickTimer({ periodMs: 100, firstAfterMs: 50, onTick: () => at.push(performance.now() - start) });
  await sleep(70);
  // Nothing else runs meanwhile, as while the machine sleeps.
  while (performance.now() - start < 520);
  await sleep(100);
  timer.stop();
  expect(at).toHaveLength(3);
  expect(at[1]).toBeGreaterThanOrEqual(520);
  expect(at[2]).toBeGreaterThanOrEqual(550);
  expect(at[2]).toBeLessThan(640);
});
