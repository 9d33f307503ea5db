import { describe, expect, it } from "vitest";

import { availabilityOf, outagesOf, sumsOf } from "../../src/report/availability.ts";
import { spansOf, type KnownHistory } from "../../src/report/history.ts";

/** A minute of a day, in ms. */
const at = (minute: number): number => minute * 60_000;
const change = (minute: number, status: "up" | "down" | "pending" | "maintenance", message = "") => ({
  time: new Date(at(minute)),
  status,
  message,
});

const period = { from: at(100), to: at(200) };

/** Watched from long ago until after the period, and UP. */
const steady: KnownHistory = {
  changes: [],
  measured: [{ from: at(0), to: at(300) }],
  start: at(0),
  last: { time: new Date(at(200)), status: "up" },
  isPaused: false,
  interval: at(1),
};

function minutesOf(known: Partial<KnownHistory>) {
  const sums = sumsOf(spansOf({ ...steady, ...known }, period));
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, ms]) => ms > 0)
      .map(([name, ms]) => [name, ms / 60_000]),
  );
}

describe("how a monitor was", () => {
  it.each<[string, Partial<KnownHistory>, Record<string, number>]>([
    ["is as its last heartbeat says when nothing changed", {}, { up: 100 }],
    [
      "is the other way before the earliest change that is left",
      { changes: [change(150, "down")] },
      { up: 50, down: 50 },
    ],
    [
      "goes on from a change before the period",
      { changes: [change(50, "down"), change(110, "up")] },
      { down: 10, up: 90 },
    ],
    ["counts what is pending as down", { changes: [change(50, "up"), change(190, "pending")] }, { up: 90, down: 10 }],
    [
      "leaves out maintenance",
      { changes: [change(50, "up"), change(120, "maintenance"), change(160, "up")] },
      { up: 60, maintenance: 40 },
    ],
    [
      "is unwatched before its first heartbeat",
      { start: at(130), changes: [change(130, "up")] },
      { unwatched: 30, up: 70 },
    ],
    ["is unwatched without any", { start: undefined, last: undefined, measured: [] }, { unwatched: 100 }],
    [
      "is unmeasured in a gap that is longer than it may be silent",
      {
        measured: [
          { from: at(0), to: at(140) },
          { from: at(170), to: at(300) },
        ],
      },
      { up: 70, unmeasured: 30 },
    ],
    [
      "is not, in a shorter one",
      {
        interval: at(40),
        measured: [
          { from: at(0), to: at(140) },
          { from: at(170), to: at(300) },
        ],
      },
      { up: 100 },
    ],
    [
      "keeps maintenance that has no heartbeats",
      {
        changes: [change(50, "up"), change(120, "maintenance"), change(180, "up")],
        measured: [
          { from: at(0), to: at(120) },
          { from: at(180), to: at(300) },
        ],
      },
      { up: 40, maintenance: 60 },
    ],
    [
      "is unmeasured since its last heartbeat when it is paused",
      { isPaused: true, last: { time: new Date(at(159)), status: "up" } },
      { up: 60, unmeasured: 40 },
    ],
    [
      "is unmeasured when the heartbeats have ended",
      { measured: [{ from: at(0), to: at(120) }] },
      { up: 20, unmeasured: 80 },
    ],
  ])("%s", (_name, known, minutes) => {
    expect(minutesOf(known)).toEqual(minutes);
  });

  it("has the share of the time in which somebody looked", () => {
    const spans = spansOf({ ...steady, start: at(120), changes: [change(120, "up"), change(180, "down")] }, period);
    expect(availabilityOf(sumsOf(spans))).toBe(0.75);
    expect(
      availabilityOf(sumsOf(spansOf({ ...steady, start: undefined, last: undefined, measured: [] }, period))),
    ).toBeNull();
  });

  it("fills the period without gaps, whatever happened", () => {
    const changes = [
      change(90, "up"),
      change(105, "down"),
      change(115, "maintenance"),
      change(125, "up"),
      change(195, "down"),
    ];
    const measured = [
      { from: at(80), to: at(130) },
      { from: at(150), to: at(160) },
      { from: at(190), to: at(300) },
    ];
    const spans = spansOf({ ...steady, changes, measured, start: at(80) }, period);
    expect(spans[0]?.from).toBe(period.from);
    expect(spans.at(-1)?.to).toBe(period.to);
    for (const [index, span] of spans.slice(1).entries()) expect(span.from).toBe(spans[index]?.to);
  });
});

describe("outages", () => {
  const outages = (known: Partial<KnownHistory>) =>
    outagesOf(spansOf({ ...steady, ...known }, period)).map(({ began, ended, length, reason }) => [
      began / 60_000,
      ended === null ? null : ended / 60_000,
      length / 60_000,
      reason,
    ]);

  it("have their reason, and begin when they began, also before the period", () => {
    const changes = [
      change(90, "down", "exit code 1"),
      change(110, "up"),
      change(150, "down", "killed"),
      change(151, "up"),
    ];
    expect(outages({ changes })).toEqual([
      [90, 110, 10, "exit code 1"],
      [150, 151, 1, "killed"],
    ]);
  });

  it("go on at the end of the period, and have no end yet", () => {
    expect(outages({ changes: [change(50, "up"), change(190, "down", "gone")] })).toEqual([[190, null, 10, "gone"]]);
  });

  it("are one, when nobody looked for a while within", () => {
    const measured = [
      { from: at(0), to: at(130) },
      { from: at(150), to: at(300) },
    ];
    const changes = [change(50, "up"), change(120, "down", "gone"), change(160, "up")];
    expect(outages({ changes, measured })).toEqual([[120, 160, 20, "gone"]]);
  });
});
