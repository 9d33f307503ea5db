import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Beat } from "../../src/push/push-client.ts";
import type { PushOutcome } from "../../src/push/push-outcome.ts";
import { PushQueue } from "../../src/push/push-queue.ts";

const ok: PushOutcome = { ok: true };
const lost: PushOutcome = { ok: false, kind: "connection-lost", message: "cut" };
const notFound: PushOutcome = { ok: false, kind: "monitor-not-found", message: "gone" };

const toFake = ["setTimeout", "clearTimeout", "performance", "Date"] as const;

beforeEach(() => void vi.useFakeTimers({ toFake: [...toFake] }));
afterEach(() => void vi.useRealTimers());

/** A queue whose sends stay open until they are answered by hand. */
function openQueue(periodMs = 28_000) {
  const sent: { beat: Beat; timeoutMs: number }[] = [];
  const open: ((outcome: PushOutcome) => void)[] = [];
  let mostAtOnce = 0;
  const queue = new PushQueue({
    periodMs,
    send: (beat, { timeoutMs, giveUp }) =>
      new Promise((resolve) => {
        const stop = (): void => resolve({ ok: false, kind: "stopped", message: "" });
        sent.push({ beat, timeoutMs });
        open.push((outcome) => {
          giveUp.listen(undefined);
          resolve(outcome);
        });
        mostAtOnce = Math.max(mostAtOnce, open.length);
        giveUp.listen(stop);
      }),
  });
  return {
    queue,
    sent,
    messages: () => sent.map(({ beat }) => beat.message),
    mostAtOnce: () => mostAtOnce,
    up: (message: string) => queue.submit({ status: "up", message }),
    down: (message: string) => queue.submit({ status: "down", message }),
    async answer(outcome: PushOutcome) {
      open.shift()?.(outcome);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe("order", () => {
  test("a DOWN behind a heartbeat under way, and the UP after it, both go out, in order and one at a time", async () => {
    const { up, down, answer, messages, mostAtOnce } = openQueue();
    up("first");
    await answer(ok);
    up("heartbeat");
    down("died");
    up("back");
    expect(messages()).toEqual(["first", "heartbeat"]);
    await answer(ok);
    expect(messages()).toEqual(["first", "heartbeat", "died"]);
    await answer(ok);
    expect(messages()).toEqual(["first", "heartbeat", "died", "back"]);
    await answer(ok);
    expect(mostAtOnce()).toBe(1);
  });

  test("what waits can be forgotten, and what is on its way is not sent again then", async () => {
    const { queue, up, down, answer, messages } = openQueue();
    up("first");
    await answer(ok);
    down("died");
    up("back");
    queue.forgetWaiting();
    up("muted");
    await answer(lost);
    expect(messages()).toEqual(["first", "died", "muted"]);
    await answer(ok);
    down("died again");
    expect(messages()).toEqual(["first", "died", "muted", "died again"]);
    await answer(lost);
    queue.forgetWaiting();
    up("muted again");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(messages().slice(4)).toEqual(["muted again"]);
  });

  test("a recovery that waits keeps its words, whatever repeats it", async () => {
    const { up, down, answer, messages } = openQueue();
    up("first");
    down("died");
    up("back, after 4 s down");
    up("fine");
    for (let round = 0; round < 3; round += 1) await answer(ok);
    expect(messages()).toEqual(["first", "died", "back, after 4 s down"]);
  });

  test("of repetitions only the newest goes out", async () => {
    const { up, answer, messages } = openQueue();
    up("1");
    for (const message of ["2", "3", "4"]) up(message);
    await answer(ok);
    await answer(ok);
    expect(messages()).toEqual(["1", "4"]);
  });

  test("what an event and a look find in the same moment goes out once", async () => {
    const { up, answer, messages } = openQueue();
    up("runs");
    up("runs");
    await answer(ok);
    expect(messages()).toEqual(["runs"]);
    up("runs");
    up("runs, but slowly");
    await answer(ok);
    expect(messages()).toEqual(["runs", "runs", "runs, but slowly"]);
  });

  test("a push that the server holds for long is followed at once, by anything but a plain heartbeat", async () => {
    const { up, answer, messages, sent } = openQueue();
    up("runs");
    await vi.advanceTimersByTimeAsync(60_000);
    up("runs");
    await answer(ok);
    expect(messages()).toEqual(["runs", "runs"]);
    expect(sent.map(({ timeoutMs }) => timeoutMs / 1000)).toEqual([120, 120]);
  });

  test("what was under way when the server changed, or the machine slept, counts for nothing", async () => {
    for (const status of ["up", "down"] as const) {
      const { queue, answer, messages, sent } = openQueue();
      const submit = (message: string): void => queue.submit({ status, message });
      submit("runs");
      if (status === "up") {
        await answer(ok);
        submit("runs");
      }
      queue.forgetRecorded();
      submit("runs");
      await answer(ok);
      await answer(ok);
      submit("next");
      await answer(ok);
      expect(messages()).toEqual([...(status === "up" ? ["runs"] : []), "runs", "runs", "next"]);
      expect(sent.at(-2)?.timeoutMs).toBe(120_000);
    }
  });

  test("a monitor that was not there is asked again at once when the server changed", async () => {
    const { queue, up, answer, messages } = openQueue();
    up("runs");
    await answer(notFound);
    queue.forgetRecorded();
    up("runs");
    expect(messages()).toEqual(["runs", "runs"]);
  });

  test("a monitor that was not there is asked again at once when the agent was reloaded", async () => {
    const { queue, up, answer, messages } = openQueue();
    up("runs");
    await answer(notFound);
    up("runs");
    expect(messages()).toEqual(["runs"]);
    queue.askAgain();
    up("runs");
    expect(messages()).toEqual(["runs", "runs"]);
  });

  test("a waiting change takes the newest reason for its state, not for another", async () => {
    const { up, down, answer, messages } = openQueue();
    up("first");
    down("early reason");
    down("late reason");
    up("back");
    for (let round = 0; round < 3; round += 1) await answer(ok);
    expect(messages()).toEqual(["first", "late reason", "back"]);
  });

  test("a repetition that failed gives way to a change at once", async () => {
    const { up, down, answer, messages } = openQueue();
    up("first");
    await answer(ok);
    up("heartbeat");
    down("died");
    await answer(lost);
    expect(messages()).toEqual(["first", "heartbeat", "died"]);
  });
});

describe("retrying", () => {
  test("a change is sent until it is recorded, with growing pauses that stay below the period", async () => {
    const { down, answer, sent } = openQueue(10_000);
    down("died");
    const pauses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const before = sent.length;
      const failedAt = performance.now();
      await answer(lost);
      while (sent.length === before) await vi.advanceTimersByTimeAsync(50);
      pauses.push(performance.now() - failedAt);
    }
    for (const [index, pause] of pauses.entries()) {
      const middle = Math.min(1000 * 2 ** index, 10_000);
      expect(pause).toBeGreaterThanOrEqual(middle * 0.5);
      expect(pause).toBeLessThanOrEqual(middle * 1.5 + 50);
    }
    await answer(ok);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(9);
  });

  test("a heartbeat that is retried is the newest one", async () => {
    const { up, answer, messages } = openQueue();
    up("first");
    await answer(ok);
    up("old");
    await answer(lost);
    up("new");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(messages()).toEqual(["first", "old", "new"]);
  });

  test("a change does not wait for the end of a pause", async () => {
    const { up, down, answer, messages } = openQueue();
    up("first");
    await answer(ok);
    up("heartbeat");
    await answer(lost);
    down("died");
    await vi.advanceTimersByTimeAsync(0);
    expect(messages()).toEqual(["first", "heartbeat", "died"]);
  });

  test("the server's wish to wait is heard, up to one period", async () => {
    const { up, answer, sent } = openQueue(28_000);
    up("first");
    await answer({ ok: false, kind: "rate-limited", message: "", retryAfterMs: 20_000 });
    await vi.advanceTimersByTimeAsync(19_900);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(2);
    await answer({ ok: false, kind: "rate-limited", message: "", retryAfterMs: 3_600_000 });
    await vi.advanceTimersByTimeAsync(28_000);
    expect(sent).toHaveLength(3);
  });

  test("a monitor that is not there is asked every other tick, hears the newest state only, and a change at once", async () => {
    const { up, down, answer, messages } = openQueue(28_000);
    down("a");
    up("b");
    await answer(notFound);
    await vi.advanceTimersByTimeAsync(27_900);
    up("c");
    expect(messages()).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(28_000);
    up("d");
    expect(messages()).toEqual(["a", "d"]);
    await answer(notFound);
    await vi.advanceTimersByTimeAsync(28_000);
    up("e");
    down("died");
    expect(messages()).toEqual(["a", "d", "died"]);
    await answer(ok);
    up("back");
    await answer(ok);
    await vi.advanceTimersByTimeAsync(28_000);
    up("f");
    expect(messages()).toEqual(["a", "d", "died", "back", "f"]);
  });
});

describe("time limits", () => {
  test("a steady UP is given 15 s; what may make the server notify people 120 s", async () => {
    const { up, down, answer, sent } = openQueue();
    up("first");
    await answer(ok);
    up("steady");
    await answer(ok);
    down("died");
    await answer(ok);
    down("still");
    await answer(ok);
    up("back");
    await answer(ok);
    up("steady");
    await answer(lost);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent.map(({ timeoutMs }) => timeoutMs / 1000)).toEqual([120, 15, 120, 120, 120, 15, 120]);
  });
});

describe("what is a heartbeat, which needs no attention of the server", () => {
  /** A queue that has pushed UP, and whether each beat since was a heartbeat. */
  async function openSteady(periodMs = 28_000) {
    const seen: boolean[] = [];
    let outcome: PushOutcome = ok;
    const queue = new PushQueue({
      periodMs,
      send: (_beat, { timeoutMs }) => {
        seen.push(timeoutMs === 15_000);
        return Promise.resolve(outcome);
      },
    });
    const tick = async (status: Beat["status"], afterMs = 28_000): Promise<void> => {
      await vi.advanceTimersByTimeAsync(afterMs);
      queue.submit({ status, message: "m" });
      await vi.advanceTimersByTimeAsync(0);
    };
    await tick("up");
    await tick("up");
    expect(seen.splice(0)).toEqual([false, true]);
    return { queue, seen, tick, answerWith: (next: PushOutcome) => (outcome = next) };
  }

  test("an UP that repeats the UP of the period before, and nothing else", async () => {
    const { seen, tick } = await openSteady();
    for (const status of ["up", "down", "down", "up", "up"] as const) await tick(status);
    expect(seen).toEqual([true, false, false, false, true]);
  });

  test("not after a failure", async () => {
    const { seen, tick, answerWith } = await openSteady();
    answerWith(lost);
    await tick("up");
    answerWith(ok);
    await vi.advanceTimersByTimeAsync(2_000);
    await tick("up");
    expect(seen).toEqual([true, false, true]);
  });

  test("not when the machine slept, however short the agent has run", async () => {
    const { queue, seen, tick } = await openSteady(600_000);
    queue.forgetRecorded();
    await tick("up");
    await tick("up");
    expect(seen).toEqual([false, true]);
  });

  test("not when it is late, or the machine slept: the server may have declared the monitor DOWN", async () => {
    const { queue, seen, tick } = await openSteady();
    await tick("up", 43_000);
    await tick("up");
    queue.forgetRecorded();
    await tick("up");
    await tick("up");
    expect(seen).toEqual([false, true, false, true]);
  });
});

describe("a long outage of the server", () => {
  // Times of another day have their date before them.
  beforeEach(() => void vi.useFakeTimers({ toFake: [...toFake], now: Date.parse("2026-01-31T12:00:00Z") }));

  test("a change that comes late says so; a heartbeat is never late", async () => {
    const { up, down, answer, messages } = openQueue();
    up("first");
    await answer(ok);
    down("died");
    for (let round = 0; round < 60; round += 1) {
      await answer(lost);
      await vi.advanceTimersByTimeAsync(22_500);
    }
    await answer(ok);
    expect(messages().at(-1)).toMatch(/^died \(down since 12:00 UTC, reported 2\d min late\)$/);
    up("back");
    expect(messages().at(-1)).toBe("back");
  });

  test("an outage that came and went meanwhile is reported with its time, and then the present state", async () => {
    const { up, down, answer, messages } = openQueue(28_000);
    up("first");
    await answer(ok);
    down("died");
    await answer(lost);
    await vi.advanceTimersByTimeAsync(60_000);
    up("back, after 60 s down");
    await answer(lost);
    await vi.advanceTimersByTimeAsync(30_000);
    await answer(ok);
    await answer(ok);
    expect(messages().slice(-2)).toEqual([
      expect.stringMatching(/^died \(was down \d\d:\d\d–\d\d:\d\d UTC, reported late\)$/),
      expect.stringMatching(/^back, after 60 s down \(up since \d\d:\d\d UTC, reported \d+ s late\)$/),
    ]);
  });

  test("of hundreds of changes the first and the newest are kept, still alternating, and the gap is named", async () => {
    const { up, down, answer, sent } = openQueue();
    up("first");
    await answer(ok);
    for (let round = 0; round < 200; round += 1) {
      down(`died ${round}`);
      up(`back ${round}`);
    }
    const before = sent.length;
    for (let round = 0; round < 30; round += 1) await answer(ok);
    const told = sent.slice(before - 1).map(({ beat }) => beat);
    expect(told.length).toBeLessThanOrEqual(16);
    expect(told.every(({ status }, index) => status === (index % 2 === 0 ? "down" : "up"))).toBe(true);
    expect(told[0]?.message).toBe("died 0");
    expect(told.at(-1)?.message).toBe("back 199");
    const leftOut = told.map(({ message }) =>
      Number(/\((\d+) changes before it were left out\)/.exec(message)?.[1] ?? 0),
    );
    expect(leftOut.reduce((sum, count) => sum + count, 0) + told.length).toBe(400);
  });
});

describe("stopping", () => {
  test("pushes under way and changes that wait are sent, repetitions are not", async () => {
    const { queue, up, down, answer, messages } = openQueue();
    up("first");
    down("died");
    const stopped = queue.stop(3_000);
    up("too late");
    await answer(ok);
    await answer(ok);
    await stopped;
    expect(messages()).toEqual(["first", "died"]);
  });

  test("it ends after the grace when the server does not answer, and at once in a pause of heartbeats", async () => {
    const silent = openQueue();
    silent.up("first");
    const stopped = silent.queue.stop(3_000);
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;

    const pausing = openQueue();
    pausing.up("first");
    await pausing.answer(ok);
    pausing.up("heartbeat");
    await pausing.answer(lost);
    await pausing.queue.stop(3_000);
    expect(pausing.messages()).toEqual(["first", "heartbeat"]);
  });
});
