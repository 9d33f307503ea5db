import * as z from "zod";
import { checkId } from "../../arguments/check-id.ts";
import type { ChartPoint } from "../../model/chart-point.ts";
import type { Heartbeat } from "../../model/heartbeat.ts";
import type { Monitor } from "../../model/monitor.ts";
import type { MonitorState } from "../../model/monitor-state.ts";
import type { MonitorPatch } from "../../monitor-types/monitor-settings.ts";
import type { MonitorInput } from "../../monitor-types/registry.ts";
import { readAck } from "../../protocol/ack.ts";
import { heartbeatSchema } from "../../protocol/heartbeat-schema.ts";
import { parsePayload } from "../../protocol/parse-payload.ts";
import { serverSaid } from "../../protocol/server-words.ts";
import type { CallOptions } from "../call-options.ts";
import { cloneMonitor } from "./clone-monitor.ts";
import { createMany } from "./create-many.ts";
import type { CreateManyOptions } from "./create-many-run.ts";
import { createMonitor, wireOf } from "./create-monitor.ts";
import type { CreateContext } from "./create-monitor.ts";
import { deleteMonitor } from "./delete-monitor.ts";
import type { DeleteMonitorOptions } from "./delete-monitor.ts";
import { fetchMonitors } from "./fetch-list.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { heartbeatsFromLogin } from "./heartbeats-from-login.ts";
import { checkRange } from "./heartbeat-range.ts";
import type { HeartbeatRange } from "./heartbeat-range.ts";
import { chartData, clearHistory, countImportantHeartbeats, importantHeartbeats } from "./monitor-history.ts";
import type { ImportantHeartbeatsOptions } from "./monitor-history.ts";
import { monitorStates } from "./monitor-states.ts";
import type { StatesOptions } from "./monitor-states.ts";
import type { Monitors } from "./monitors.ts";
import { reportedMonitors } from "./reported-monitors.ts";
import { checkUpdate, switchMonitor, updateMonitor } from "./update-monitor.ts";
import { watchHeartbeats } from "./watch-heartbeats.ts";
import type { WatchedMonitors } from "./watch-heartbeats.ts";
import type { Watch, WatchOptions } from "../watch-options.ts";

/** {@link Monitors} over a connection. */
export class MonitorsOverSocket implements Monitors {
  readonly #context: CreateContext;

  /** Takes the connection. */
  constructor(context: CreateContext) {
    this.#context = context;
  }

  list(options?: CallOptions): Promise<readonly Monitor[]> {
    return fetchMonitors(this.#context, options);
  }

  reported(options?: CallOptions): Promise<readonly Monitor[]> {
    return reportedMonitors(this.#context, options);
  }

  get(id: number, options?: CallOptions): Promise<Monitor> {
    return fetchMonitor(this.#context, id, options);
  }

  create(input: MonitorInput, options?: CallOptions): Promise<Monitor> {
    return createMonitor(this.#context, input, options);
  }

  async check(input: MonitorInput, options?: CallOptions): Promise<void> {
    await wireOf(this.#context, input, options);
  }

  createMany(inputs: readonly MonitorInput[], options?: CreateManyOptions): Promise<readonly Monitor[]> {
    return createMany(this.#context, inputs, options);
  }

  checkUpdate(id: number, patch: MonitorPatch, options?: CallOptions): Promise<void> {
    return checkUpdate(this.#context, id, { patch, options });
  }

  update(id: number, patch: MonitorPatch, options?: CallOptions): Promise<Monitor> {
    return updateMonitor(this.#context, id, { patch, options });
  }

  clone(id: number, overrides: MonitorPatch = {}, options?: CallOptions): Promise<Monitor> {
    return cloneMonitor(this.#context, id, { overrides, options });
  }

  delete(id: number, options?: DeleteMonitorOptions): Promise<void> {
    return deleteMonitor(this.#context, id, options);
  }

  pause(id: number, options?: CallOptions): Promise<void> {
    return switchMonitor(this.#context, id, { isOn: false, options });
  }

  resume(id: number, options?: CallOptions): Promise<void> {
    return switchMonitor(this.#context, id, { isOn: true, options });
  }

  async heartbeats(id: number, range: HeartbeatRange): Promise<readonly Heartbeat[]> {
    checkId(id);
    checkRange(range);
    const beats = await this.#readHeartbeats(id, range);
    // The server gives an empty list for an unknown monitor too.
    if (beats.length === 0) await fetchMonitor(this.#context, id, range);
    return beats.toSorted((a, b) => a.time.getTime() - b.time.getTime());
  }

  /** What the server gives for `getMonitorBeats`, oldest first; fails on the npm release. */
  async recordedHeartbeats(id: number, range: HeartbeatRange): Promise<readonly Heartbeat[]> {
    const what = `The list of heartbeats of the monitor ${id}`;
    const ack = readAck(await this.#context.transport.call("getMonitorBeats", [id, range.hours], range), { what });
    return parsePayload("The list of heartbeats", z.array(heartbeatSchema), ack["data"]);
  }

  async #readHeartbeats(id: number, range: HeartbeatRange): Promise<readonly Heartbeat[]> {
    try {
      return await this.recordedHeartbeats(id, range);
    } catch (error) {
      if (!serverSaid(error, "failedStatement")) throw error;
      await fetchMonitor(this.#context, id, range);
      return heartbeatsFromLogin(this.#context, id, range);
    }
  }

  states(options?: StatesOptions): Promise<ReadonlyMap<number, MonitorState>> {
    return monitorStates(this.#context, options);
  }

  watch(monitors: WatchedMonitors, options?: WatchOptions): Watch<Heartbeat> {
    return watchHeartbeats(this.#context, monitors, options);
  }

  importantHeartbeats(options?: ImportantHeartbeatsOptions): AsyncIterableIterator<Heartbeat> {
    return importantHeartbeats(this.#context, options);
  }

  countImportantHeartbeats(options?: ImportantHeartbeatsOptions): Promise<number> {
    return countImportantHeartbeats(this.#context, options);
  }

  chartData(id: number, range: HeartbeatRange): Promise<readonly ChartPoint[]> {
    return chartData(this.#context, id, range);
  }

  clearEvents(id: number, options?: CallOptions): Promise<void> {
    return clearHistory(this.#context, id, { event: "clearEvents", options });
  }

  clearHeartbeats(id: number, options?: CallOptions): Promise<void> {
    return clearHistory(this.#context, id, { event: "clearHeartbeats", options });
  }
}
