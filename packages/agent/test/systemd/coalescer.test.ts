import { expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { Coalescer } from "../../src/systemd/coalescer.ts";
import { forEachLimited } from "../../src/systemd/for-each-limited.ts";

test("what is asked for in one moment is one piece of work, and what comes meanwhile is the next", async () => {
  const batches: string[][] = [];
  let underWay = 0;
  const coalescer = new Coalescer<string>(async (items) => {
    underWay += 1;
    expect(underWay).toBe(1);
    batches.push([...items]);
    await sleep(20);
    underWay -= 1;
  });
  const first = [coalescer.add(["a", "b"]), coalescer.add(["b"]), coalescer.add(["c"])];
  await sleep(10);
  const second = [coalescer.add(["a"]), coalescer.add(["d"])];
  await Promise.all([...first, ...second]);
  expect(batches).toEqual([
    ["a", "b", "c"],
    ["a", "d"],
  ]);
});

test("a piece of work that fails fails for those who asked for it, and for nobody after them", async () => {
  let fails = true;
  const coalescer = new Coalescer<string>(() => (fails ? Promise.reject(new Error("gone")) : Promise.resolve()));
  await expect(Promise.all([coalescer.add(["a"]), coalescer.add(["b"])])).rejects.toThrow("gone");
  fails = false;
  await expect(coalescer.add(["a"])).resolves.toBeUndefined();
});

test("a few at a time, in order, all of them, and an error ends it", async () => {
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    begun.push(item);
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(2);
    underWay -= 1;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
  await expect(forEachLimited([1], 3, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});
