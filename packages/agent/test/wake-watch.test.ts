import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchForWaking } from "../src/agent/wake-watch.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance", "Date"] }));
afterEach(() => void vi.useRealTimers());

test("sleep is noticed within 2 s of waking, once; a wall clock that is set is not a sleep", async () => {
  let asleepMs = 0;
  const wakes: number[] = [];
  const end = watchForWaking(() => wakes.push(performance.now()), {
    withSleep: () => Math.round((performance.now() + asleepMs) / 10) * 10,
    withoutSleep: () => performance.now(),
  });
  await vi.advanceTimersByTimeAsync(60_000);
  vi.setSystemTime(Date.now() + 86_400_000);
  await vi.advanceTimersByTimeAsync(10_000);
  vi.setSystemTime(Date.now() - 86_400_000 * 2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(wakes).toEqual([]);

  asleepMs = 8 * 3_600_000;
  const wokenAt = performance.now();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wakes).toHaveLength(1);
  expect((wakes[0] ?? 0) - wokenAt).toBeLessThanOrEqual(2_000);

  end();
  asleepMs *= 2;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wakes).toHaveLength(1);
});

test("the machine's own clocks do not drift apart while it is awake", async () => {
  vi.useRealTimers();
  const wakes: number[] = [];
  const end = watchForWaking(() => wakes.push(1));
  await new Promise((resolve) => {
    setTimeout(resolve, 4_500);
  });
  end();
  expect(wakes).toEqual([]);
});
