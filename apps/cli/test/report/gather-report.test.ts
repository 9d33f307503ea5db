import type { ChartPoint, Heartbeat, KumaClient, Monitor } from "@kumakit/client";
import { expect, it } from "vitest";

import type { SeenMonitor } from "../../src/monitors/seen/seen-monitor.ts";
import { gatherReport } from "../../src/report/gather-report.ts";
import { periodOf } from "../../src/report/period.ts";

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 20, 12, 30);
const ago = (hours: number): Date => new Date(now - hours * HOUR);

interface Server {
  /** Newest first, as servers give them. */
  readonly changes: readonly (readonly [hoursAgo: number, status: "up" | "down"])[];
  /** How many hours ago the first heartbeat was that the server still has; there is one each minute. */
  readonly first: number;
  readonly isOld?: boolean;
  readonly keepDays?: number;
}

/** As much of a server as a report asks for, with one monitor. */
function clientOf({ changes, first, isOld = false, keepDays = 365 }: Server): KumaClient {
  const points = (hours: number, length: number): ChartPoint[] => {
    const starts = Array.from({ length: Math.ceil((Math.min(hours, first) * HOUR) / length) + 1 }, (_, at) => {
      return Math.floor(now / length) * length - at * length;
    });
    return starts
      .filter((start) => start + length > now - first * HOUR)
      .toSorted((a, b) => a - b)
      .map((start) => ({
        time: new Date(start),
        up: 1,
        down: 0,
        averagePing: null,
        shortestPing: null,
        longestPing: null,
      }));
  };
  const monitors = {
    async *importantHeartbeats() {
      for (const [hours, status] of changes)
        yield { monitorId: 1, time: ago(hours), status, message: status, important: true } as Heartbeat;
    },
    chartData: async (_id: number, { hours }: { hours: number }) => points(hours, hours > 720 ? 24 * HOUR : HOUR),
    heartbeats: async (_id: number, { hours }: { hours: number }) =>
      Array.from({ length: Math.min(hours, first) * 60 }, (_, at) => ({ time: ago(Math.min(hours, first) - at / 60) })),
  };
  const settings = { get: async () => ({ keepDataPeriodDays: keepDays }) };
  const server = { url: "http://k", capabilities: { sendsSingleMonitors: !isOld } };
  return { monitors, settings, server } as unknown as KumaClient;
}

const monitor = { id: 1, name: "a", interval: 60, type: "push" } as Monitor;
const last = { time: ago(0), status: "up" } as Heartbeat;
const seen = {
  monitor,
  status: "up",
  groups: [],
  host: undefined,
  state: { heartbeats: [last] },
} as unknown as SeenMonitor;

async function hoursOf(server: Server, hours: number) {
  const period = { ...periodOf({ since: ago(hours), timeZone: "UTC" }, new Date(now)) };
  const { sums, deletedBefore } = await gatherReport(clientOf(server), [seen], { period, now });
  const told = Object.entries(sums).filter(([, length]) => length > HOUR / 2);
  return { ...Object.fromEntries(told.map(([name, length]) => [name, Math.round(length / HOUR)])), deletedBefore };
}

const brief = {
  changes: [
    [10, "up"],
    [11, "down"],
  ],
  first: 900,
} as const;

it.each<[string, { server: Server; hours: number }, object]>([
  ["was up all the time", { server: { changes: [[900, "up"]], first: 900 }, hours: 100 }, { up: 100 }],
  [
    "lost its first heartbeat to the server's cleaning",
    { server: { changes: [], first: 900 }, hours: 800 },
    { up: 800 },
  ],
  ["lost it, and was down for an hour since", { server: brief, hours: 800 }, { up: 799, down: 1 }],
  ["lost it on a server without sums", { server: { ...brief, isOld: true }, hours: 800 }, { up: 799, down: 1 }],
  ["is new", { server: { changes: [[50, "up"]], first: 50 }, hours: 100 }, { up: 50, unwatched: 50 }],
  [
    "is new on a server without sums",
    { server: { changes: [[50, "up"]], first: 50, isOld: true }, hours: 100 },
    { up: 50, unwatched: 50 },
  ],
  ["is a month old", { server: { changes: [[750, "up"]], first: 750 }, hours: 800 }, { up: 750, unwatched: 50 }],
])("a monitor that %s", async (_name, { server, hours }, expected) => {
  expect(await hoursOf(server, hours)).toEqual({ ...expected, deletedBefore: null });
});

it("says from when on the server knows anything", async () => {
  const { deletedBefore } = await hoursOf({ changes: [], first: 240, keepDays: 10 }, 800);
  expect(deletedBefore).toBe(ago(240).getTime());
  expect(await hoursOf({ changes: [], first: 240, keepDays: 0 }, 800)).toMatchObject({ deletedBefore: null });
});
