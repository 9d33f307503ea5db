import { expect, test } from "vitest";
import { CheckRhythm } from "../src/agent/check-rhythm.ts";

function pushesOf(rhythm: CheckRhythm, looks: number): number[] {
  return Array.from({ length: looks }, (_, index) => index + 1).filter(() => rhythm.count());
}

test("without `lookEvery` a check pushes with every look", () => {
  const rhythm = new CheckRhythm({ interval: 60 }, 0.99);
  expect(rhythm).toMatchObject({ periodMs: 28_000, lookMs: 28_000, doubtMs: 14_000 });
  expect(pushesOf(rhythm, 4)).toEqual([1, 2, 3, 4]);
  expect(rhythm.untilPush(5_000)).toBe(5_000);
});

test.each<[random: number, pushes: readonly number[]]>([
  [0, [1, 11, 21, 31]],
  [0.5, [6, 16, 26]],
  [0.999, [10, 20, 30]],
])("with one it pushes with every tenth look, from a random one on (%f)", (random, pushes) => {
  const rhythm = new CheckRhythm({ interval: 600, lookEvery: 28 }, random);
  const [first = 0] = pushes;
  expect(rhythm.untilPush(1_000)).toBe(1_000 + (first - 1) * 28_000);
  expect(pushesOf(rhythm, 31)).toEqual(pushes);
  expect(rhythm.untilPush(0)).toBe(28_000 * ((pushes.at(-1) ?? 0) + 10 - 32));
});

test("two lost pushes, and the random beginning, never leave an interval without one", () => {
  for (const interval of [6, 7, 10, 20, 59, 60, 61, 600, 3_600, 86_400]) {
    for (const lookEvery of [undefined, 1, 3, 27, 28, 100, 86_400]) {
      for (const random of [0, 0.3, 0.999]) {
        const rhythm = new CheckRhythm({ interval, lookEvery }, random);
        const [first = 0, second = 0] = pushesOf(rhythm, Math.ceil((2 * rhythm.periodMs) / rhythm.lookMs) + 1);
        // A check pushes when it starts; the first look comes within the time between two.
        expect(first * rhythm.lookMs).toBeLessThanOrEqual(rhythm.periodMs);
        expect((second - first) * rhythm.lookMs).toBeLessThanOrEqual(rhythm.periodMs);
        expect(2 * rhythm.periodMs + 4_000).toBeLessThanOrEqual(interval * 1_000);
      }
    }
  }
});
