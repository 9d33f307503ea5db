import type { Monitor } from "@kumakit/client";
import { expect, test } from "vitest";

import { onEach } from "../src/monitors/changed-monitors.ts";

const monitors = [1, 2, 3].map((id) => ({ id, name: `m${id}` }) as Monitor);
const never = new AbortController().signal;

test("all are worked on, also after one that fails, and the failure names it", async () => {
  const { done, failure } = await onEach(monitors, never, async ({ id }) => {
    if (id === 2) throw new Error("refused");
    return id;
  });
  expect(done).toEqual([1, 3]);
  expect(failure).toMatchObject({
    code: "KUMA_PARTLY_DONE",
    message: '1 of 3 failed: the monitor "m2" (id 2): refused',
    exit: 7,
  });
});

test("one alone is its own failure", async () => {
  const error = new Error("refused");
  expect(await onEach(monitors.slice(0, 1), never, () => Promise.reject(error))).toEqual({ done: [], failure: error });
});

test("Ctrl-C ends it after the present one", async () => {
  const controller = new AbortController();
  const all = await onEach(monitors, controller.signal, async ({ id }) => {
    if (id === 2) controller.abort();
    return id;
  });
  expect(all).toEqual({ done: [1, 2], failure: undefined });
});
