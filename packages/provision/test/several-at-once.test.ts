import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

import { severalAtOnce } from "../src/agent/several-at-once.ts";

test("gives the results in order, and never has more at work than it may", async () => {
  let [atWork, most] = [0, 0];
  const results = await severalAtOnce(
    [30, 5, 20, 1, 10, 2],
    async (time) => {
      atWork += 1;
      most = Math.max(most, atWork);
      await sleep(time);
      atWork -= 1;
      return time * 2;
    },
    3,
  );
  expect(results).toEqual([60, 10, 40, 2, 20, 4]);
  expect(most).toBe(3);
});

test("begins nothing more after a failure, and lets those that are at work end first", async () => {
  const ended: number[] = [];
  const work = severalAtOnce(
    [0, 1, 2, 3, 4],
    async (item) => {
      if (item === 1) throw new Error("no room");
      await sleep(20);
      ended.push(item);
    },
    3,
  );
  await expect(work).rejects.toThrow("no room");
  expect(ended).toEqual([0, 2]);
});
