import { expect, test } from "vitest";
import { SendWindow } from "../src/resources/monitors/send-window.ts";

/** Requests that end on demand, in the order in which their turn came. */
function requests(window: SendWindow, count: number) {
  const begun: { readonly index: number; readonly end: (isCut: boolean) => void }[] = [];
  const all = Array.from({ length: count }, (_, index) =>
    window.run(
      (onCut) =>
        new Promise<number>((resolve) => {
          const end = (isCut: boolean): void => {
            if (isCut) onCut();
            resolve(index);
          };
          begun.push({ index, end });
        }),
    ),
  );
  return { begun, all: Promise.all(all) };
}

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("so many go at once, in their order, and each that ends lets the next one go", async () => {
  const { begun, all } = requests(new SendWindow(3), 7);
  await settled();
  expect(begun.map(({ index }) => index)).toEqual([0, 1, 2]);
  begun[1]?.end(false);
  await settled();
  expect(begun.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  for (let index = 0; index < 7; index += 1) {
    begun[index]?.end(false);
    await settled();
  }
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("a cut that takes all of them halves the window once; what comes through makes it grow again", async () => {
  const { begun, all } = requests(new SendWindow(8), 30);
  await settled();
  expect(begun).toHaveLength(8);
  for (const { end } of begun.splice(0)) end(true);
  await settled();
  expect(begun).toHaveLength(4);
  for (const { end } of begun.splice(0)) end(true);
  await settled();
  expect(begun).toHaveLength(2);
  begun.shift()?.end(false);
  await settled();
  expect(begun).toHaveLength(3);
  for (let rounds = 0; rounds < 30; rounds += 1) {
    for (const { end } of begun.splice(0)) end(false);
    await settled();
  }
  expect(await all).toHaveLength(30);
});

test("a request that fails gives its place away", async () => {
  const window = new SendWindow(1);
  const failed = window.run(() => Promise.reject(new Error("no")));
  const after = window.run(() => Promise.resolve("after"));
  await expect(failed).rejects.toThrow("no");
  expect(await after).toBe("after");
});
