import * as z from "zod";
import { checkCallOptions } from "../../arguments/check-call-options.ts";
import { checkId } from "../../arguments/check-id.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { ChartPoint } from "../../model/chart-point.ts";
import type { Heartbeat } from "../../model/heartbeat.ts";
import { fieldOf, readAck } from "../../protocol/ack.ts";
import { heartbeatSchema } from "../../protocol/heartbeat-schema.ts";
import { hasVersion, needsVersion } from "../../server-version/needs-version.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { checkRange } from "./heartbeat-range.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { importantHeartbeatsFromLogin } from "./important-heartbeats-from-login.ts";
import type { HeartbeatRange } from "./heartbeat-range.ts";

/** Which important heartbeats, and how many at a time. */
export interface ImportantHeartbeatsOptions extends CallOptions {
  /** Of one monitor only. @defaultValue of all */
  readonly monitorId?: number | undefined;
  /** How many are read in one request (2.0 and later). @defaultValue 100 */
  readonly pageSize?: number | undefined;
}

/** The history of the monitors; part of {@link Monitors}. */
export interface MonitorHistory {
  /**
   * The heartbeats at which a status changed, newest first. They are read as the loop goes on. Servers before 2.0 tell the last
   * 500 of each monitor only, and take a log-in for it.
   *
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  importantHeartbeats(options?: ImportantHeartbeatsOptions): AsyncIterableIterator<Heartbeat>;
  /**
   * How many of them there are.
   *
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  countImportantHeartbeats(options?: ImportantHeartbeatsOptions): Promise<number>;
  /**
   * The points of a chart of the last hours, oldest first: minutes up to 24 hours, hours up to 30 days, then days.
   *
   * @throws {@link KumaUnsupportedError} when the server is older than 2.0.
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  chartData(id: number, range: HeartbeatRange): Promise<readonly ChartPoint[]>;
  /**
   * Forgets which heartbeats of a monitor were important, and what every one of them said. Cannot be undone.
   *
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  clearEvents(id: number, options?: CallOptions): Promise<void>;
  /**
   * Deletes every heartbeat of a monitor; since 2.1 its statistics, too. Cannot be undone.
   *
   * @throws {@link KumaNotFoundError} when there is no monitor with that id.
   */
  clearHeartbeats(id: number, options?: CallOptions): Promise<void>;
}

const beatsSchema = z.array(heartbeatSchema);
const pingSchema = z.coerce.number().nullish();
const pointsSchema = z.array(
  z.looseObject({
    timestamp: z.coerce.number(),
    up: z.coerce.number(),
    down: z.coerce.number(),
    avgPing: pingSchema,
    minPing: pingSchema,
    maxPing: pingSchema,
  }),
);

function checked(options: ImportantHeartbeatsOptions): ImportantHeartbeatsOptions {
  checkCallOptions(options);
  if (options.monitorId !== undefined) checkId(options.monitorId, "monitorId");
  return options;
}

function checkPageSize(pageSize: number): void {
  if (!(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= 1_000))
    throw new KumaValidationError("pageSize", "must be a whole number from 1 to 1000");
}

/** See {@link MonitorHistory.importantHeartbeats}. */
export async function* importantHeartbeats(
  context: ClientContext,
  options: ImportantHeartbeatsOptions = {},
): AsyncGenerator<Heartbeat, void, undefined> {
  const { monitorId = null, pageSize = 100 } = checked(options);
  checkPageSize(pageSize);
  if (!hasVersion(context.server, "2.0")) {
    yield* await importantHeartbeatsFromLogin(context, options);
    return;
  }
  if (monitorId !== null) await fetchMonitor(context, monitorId, options);
  for (let offset = 0; ; offset += pageSize) {
    const args = [monitorId, offset, pageSize];
    const answer = await context.transport.call("monitorImportantHeartbeatListPaged", args, options);
    const beats = fieldOf(readAck(answer, { what: "The important heartbeats" }), "data", beatsSchema);
    yield* beats;
    if (beats.length < pageSize) return;
  }
}

/** See {@link MonitorHistory.countImportantHeartbeats}. */
export async function countImportantHeartbeats(
  context: ClientContext,
  options: ImportantHeartbeatsOptions = {},
): Promise<number> {
  const { monitorId = null } = checked(options);
  if (!hasVersion(context.server, "2.0")) return (await importantHeartbeatsFromLogin(context, options)).length;
  if (monitorId !== null) await fetchMonitor(context, monitorId, options);
  const answer = await context.transport.call("monitorImportantHeartbeatListCount", [monitorId], options);
  return fieldOf(readAck(answer, { what: "The number of important heartbeats" }), "count", z.coerce.number());
}

/** See {@link MonitorHistory.chartData}. */
export async function chartData(
  context: ClientContext,
  id: number,
  range: HeartbeatRange,
): Promise<readonly ChartPoint[]> {
  needsVersion(context.server, "2.0", "The data of a chart");
  checkId(id);
  checkRange(range);
  if (!Number.isInteger(range.hours)) throw new KumaValidationError("hours", "must be a positive whole number");
  // The server gives an empty chart for an unknown monitor.
  await fetchMonitor(context, id, range);
  const answer = await context.transport.call("getMonitorChartData", [id, range.hours], range);
  const points = fieldOf(readAck(answer, { what: `The chart of the monitor ${id}` }), "data", pointsSchema);
  return points
    .map(({ timestamp, up, down, avgPing, minPing, maxPing }) => {
      const time = new Date(timestamp * 1000);
      // 0 stands for nothing measured, as at push monitors that send no ping.
      const [averagePing, shortestPing, longestPing] = [avgPing || null, minPing || null, maxPing || null];
      return { time, up, down, averagePing, shortestPing, longestPing };
    })
    .toSorted((a, b) => a.time.getTime() - b.time.getTime());
}

/** See {@link MonitorHistory.clearEvents} and {@link MonitorHistory.clearHeartbeats}. */
export async function clearHistory(
  context: ClientContext,
  id: number,
  request: { event: "clearEvents" | "clearHeartbeats"; options: CallOptions | undefined },
): Promise<void> {
  const { event, options } = request;
  // The server says yes for a monitor that is not there.
  await fetchMonitor(context, id, options);
  const answer = await context.transport.call(event, [id], options);
  readAck(answer, { what: `Clearing the history of the monitor ${id}` });
}
