import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { CheckResult } from "../check.ts";
import { ToldWithLog } from "./told-with-log.ts";
import type { UnitState } from "../../systemd/unit-state.ts";
import { failedService as failed } from "../../../test/support/unit-states.ts";

const down: CheckResult = { status: "down", message: "failed" };
const up: CheckResult = { status: "up", message: "runs" };
const pending: CheckResult = { status: "pending", message: "starting" };

function setUp(line: string | undefined, afterMs: number) {
  const reported: string[] = [];
  let reads = 0;
  const told = new ToldWithLog({
    report: ({ message }) => reported.push(message),
    lastLine: async () => {
      reads += 1;
      await sleep(afterMs);
      return line;
    },
  });
  return { told, reported, reads: () => reads };
}

describe("an event", () => {
  test("waits for its line", async () => {
    const { told, reported } = setUp("boom", 20);
    told.report(down, failed);
    expect(reported).toEqual([]);
    await expect.poll(() => reported).toEqual(['failed; last log: "boom"']);
  });

  test("does not wait longer than a moment, and its repetition has the line", async () => {
    const { told, reported } = setUp("boom", 700);
    const startedAt = performance.now();
    told.report(down, failed);
    await expect.poll(() => reported).toEqual(["failed"]);
    expect(performance.now() - startedAt).toBeLessThan(650);
    await sleep(600);
    expect((await told.answer(down, failed)).message).toBe('failed; last log: "boom"');
  });

  test("is reported before later events, at once then", () => {
    const { told, reported } = setUp("boom", 100);
    told.report(down, failed);
    told.report(pending, failed);
    told.report(up, failed);
    expect(reported).toEqual(["failed", "runs"]);
  });

  test("of the same outage only brings newer words", async () => {
    const { told, reported } = setUp("boom", 20);
    told.report(down, failed);
    told.report({ ...down, message: "failed again" }, failed);
    await sleep(150);
    expect(reported).toEqual(['failed again; last log: "boom"']);
  });

  test.each<[string, Partial<UnitState>]>([
    ["is missing", { loadState: "not-found" }],
    ["never ran", { invocationId: "" }],
    ["was skipped by a condition", { activeState: "inactive", conditionFailed: true }],
    ["was refused by an assertion", { activeState: "inactive", assertionFailed: true }],
  ])("of a unit that %s has no line to wait for", (_, difference) => {
    const { told, reported, reads } = setUp("boom", 0);
    told.report(down, { ...failed, ...difference });
    expect(reported).toEqual(["failed"]);
    expect(reads()).toBe(0);
  });

  test("of a unit that has failed is reported although a start was refused since", async () => {
    const { told, reported } = setUp("boom", 0);
    told.report(down, { ...failed, assertionFailed: true });
    await expect.poll(() => reported).toEqual(['failed; last log: "boom"']);
  });
});

describe("a look", () => {
  test("asks twice, for what journald got late, and then no more", async () => {
    const { told, reads } = setUp("boom", 0);
    for (let look = 0; look < 4; look += 1) {
      expect((await told.answer(down, failed)).message).toBe('failed; last log: "boom"');
    }
    expect(reads()).toBe(2);
  });

  test("answers with what happened while it waited", async () => {
    const { told, reported } = setUp("boom", 50);
    const looking = told.answer(down, failed);
    told.report(up, failed);
    expect(reported).toEqual(["runs"]);
    expect(await looking).toEqual(up);
  });

  test("that finds a start under way does not take back the DOWN that still waits for its line", async () => {
    const { told, reported } = setUp("boom", 50);
    const looking = told.answer(down, failed);
    expect(await told.answer(pending, failed)).toEqual(pending);
    expect((await looking).message).toBe('failed; last log: "boom"');
    expect(reported).toEqual([]);
  });

  test("that finds it UP lets the DOWN of an event go first", async () => {
    const { told, reported } = setUp("boom", 50);
    told.report(down, failed);
    expect(await told.answer(up, failed)).toEqual(up);
    await sleep(100);
    expect(reported).toEqual(["failed"]);
  });

  test("of a unit that dies again and again shows the last line there is, and none of before it was UP", async () => {
    let line: string | undefined = "boom";
    const told = new ToldWithLog({ report: () => undefined, lastLine: () => Promise.resolve(line) });
    await told.answer(down, failed);
    line = undefined;
    expect((await told.answer(down, { ...failed, invocationId: "r2" })).message).toContain("boom");
    await told.answer(up, failed);
    expect((await told.answer(down, { ...failed, invocationId: "r3" })).message).toBe("failed");
  });
});
