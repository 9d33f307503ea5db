import type { Heartbeat, KumaClient } from "@kumakit/client";

import type { SeenMonitor } from "../monitors/seen/seen-monitor.ts";
import { availabilityOf, outagesOf, sumsOf, together, type Outage, type Sums } from "./availability.ts";
import { spansOf, type Change, type Span, type Stretch } from "./history.ts";
import type { Period } from "./period.ts";

/** How one monitor was. */
export interface MonitorReport {
  readonly seen: SeenMonitor;
  readonly spans: readonly Span[];
  readonly sums: Sums;
  readonly outages: readonly Outage[];
  readonly availability: number | null;
}

/** The monitors of one host, or those of none. */
export interface HostReport {
  readonly host: string | undefined;
  readonly monitors: readonly MonitorReport[];
  readonly sums: Sums;
  readonly availability: number | null;
}

/** How a server's monitors were in a period. */
export interface Report {
  readonly server: string;
  readonly period: Period;
  /** By name; those of no host are last. */
  readonly hosts: readonly HostReport[];
  readonly sums: Sums;
  readonly availability: number | null;
  /** The day before which the server has deleted what it knew, in ms since 1970; null when that is before the period. */
  readonly deletedBefore: number | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The stretches with heartbeats. */
interface Measured {
  readonly stretches: readonly Stretch[];
  /** Whether they are whole hours or days. */
  readonly areRounded: boolean;
}

/** How long the server keeps figures of hours. */
const HOURS_KEPT = 30 * 24;

/** How many monitors are asked for at a time: a server does one thing after the other. */
const AT_ONCE = 8;

/**
 * Asks the server how these monitors were.
 *
 * @param now - ms since 1970
 * @throws KumaError
 */
export async function gatherReport(
  client: KumaClient,
  monitors: readonly SeenMonitor[],
  { period, now }: { readonly period: Period; readonly now: number },
): Promise<Report> {
  const changes = await changesOf(client, new Set(monitors.map(({ monitor }) => monitor.id)), period);
  const reports: MonitorReport[] = [];
  const one = async (seen: SeenMonitor): Promise<MonitorReport> =>
    reportOf(seen, changes.get(seen.monitor.id) ?? [], {
      measured: await measure(client, seen, { period, now }),
      period,
    });
  for (let at = 0; at < monitors.length; at += AT_ONCE)
    reports.push(...(await Promise.all(monitors.slice(at, at + AT_ONCE).map(one))));
  const hosts = byHost(reports);
  const sums = together(reports.map((report) => report.sums));
  const deletedBefore = await retentionOf(client, { period, now });
  return { server: client.server.url, period, hosts, sums, availability: availabilityOf(sums), deletedBefore };
}

function reportOf(
  seen: SeenMonitor,
  changes: readonly Change[],
  { measured, period }: { readonly measured: Measured; readonly period: Period },
): MonitorReport {
  const { monitor, state, status } = seen;
  const known = {
    changes,
    measured: measured.stretches,
    start: startOf(changes, measured),
    last: state?.heartbeats.at(-1),
    isPaused: status === "paused",
    interval: monitor.interval * 1000,
  };
  const spans = spansOf(known, period);
  const sums = sumsOf(spans);
  return { seen, spans, sums, outages: outagesOf(spans), availability: availabilityOf(sums) };
}

/** The first heartbeat counts as a change; the hour or day around it begins before it. */
function startOf([change]: readonly Change[], { stretches: [stretch], areRounded }: Measured): number | undefined {
  const first = change?.time.getTime();
  if (stretch === undefined || first === undefined) return first ?? stretch?.from;
  return areRounded && first < stretch.to ? first : Math.min(first, stretch.from);
}

/** The changes within the period and the last one before it, oldest first, by monitor. */
async function changesOf(
  client: KumaClient,
  wanted: ReadonlySet<number>,
  period: Stretch,
): Promise<ReadonlyMap<number, readonly Change[]>> {
  const found = new Map<number, Heartbeat[]>();
  const open = new Set(wanted);
  for await (const beat of client.monitors.importantHeartbeats({ pageSize: 1000 })) {
    const { monitorId, time } = beat;
    if (!open.has(monitorId)) continue;
    if (time.getTime() < period.to) found.set(monitorId, [beat, ...(found.get(monitorId) ?? [])]);
    if (time.getTime() < period.from) open.delete(monitorId);
    if (open.size === 0) break;
  }
  return found;
}

/** The stretches with heartbeats: from 2.0 on from sums by the hour or day, before from the heartbeats themselves. */
async function measure(
  client: KumaClient,
  { monitor: { id, interval } }: SeenMonitor,
  { period: { from }, now }: { readonly period: Period; readonly now: number },
): Promise<Measured> {
  const hours = Math.max(1, Math.ceil((now - from) / HOUR) + 1);
  if (!client.server.capabilities.sendsSingleMonitors)
    return { stretches: joined(await client.monitors.heartbeats(id, { hours }), interval), areRounded: false };
  const recent = await buckets(client, id, { hours: Math.min(Math.max(hours, 25), HOURS_KEPT), length: HOUR });
  if (hours <= HOURS_KEPT) return { stretches: recent, areRounded: true };
  const days = await buckets(client, id, { hours: Math.max(Math.ceil(hours / 24) + 1, 31) * 24, length: DAY });
  const border = Math.floor((now - HOURS_KEPT * HOUR) / DAY) * DAY + DAY;
  const older = days.filter(({ from: day }) => day < border);
  return { stretches: [...older, ...recent.filter(({ from: hour }) => hour >= border)], areRounded: true };
}

async function buckets(
  client: KumaClient,
  id: number,
  { hours, length }: { readonly hours: number; readonly length: number },
): Promise<readonly Stretch[]> {
  const points = await client.monitors.chartData(id, { hours });
  // The server has points without any heartbeat, too.
  return points
    .filter(({ up, down }) => up + down > 0)
    .map(({ time }) => ({ from: time.getTime(), to: time.getTime() + length }));
}

/** Heartbeats that follow each other within the interval make one stretch. */
function joined(beats: readonly Heartbeat[], interval: number): readonly Stretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { time } of beats) {
    const last = stretches.at(-1);
    if (last !== undefined && time.getTime() - last.to <= interval * 1000) last.to = time.getTime();
    else stretches.push({ from: time.getTime(), to: time.getTime() });
  }
  return stretches;
}

async function retentionOf(
  client: KumaClient,
  { period, now }: { readonly period: Period; readonly now: number },
): Promise<number | null> {
  const { keepDataPeriodDays: days } = await client.settings.get();
  // 0 keeps all for ever.
  const before = days === undefined || days === 0 ? -Infinity : now - days * DAY;
  return before > period.from ? before : null;
}

function byHost(reports: readonly MonitorReport[]): readonly HostReport[] {
  const names = new Set(reports.map(({ seen }) => seen.host));
  const sorted = [...names].toSorted((a, b) => (a ?? "\uFFFF").localeCompare(b ?? "\uFFFF"));
  return sorted.map((host) => {
    const monitors = reports
      .filter(({ seen }) => seen.host === host)
      .toSorted((a, b) => a.seen.monitor.name.localeCompare(b.seen.monitor.name));
    const sums = together(monitors.map((report) => report.sums));
    return { host, monitors, sums, availability: availabilityOf(sums) };
  });
}
