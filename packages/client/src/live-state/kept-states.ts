import { KumaTimeoutError } from "../errors/kuma-errors.ts";
import type { Heartbeat } from "../model/heartbeat.ts";
import type { MonitorState } from "../model/monitor-state.ts";
import { waitFor } from "../transport/deadline.ts";
import type { CallSettings, Transport } from "../transport/transport.ts";
import { KeptMonitor } from "./kept-monitor.ts";

const rowsOf = (payload: unknown): readonly unknown[] => (Array.isArray(payload) ? payload : []);

// The npm release fails before the first figure, without a word.
const quietWithoutFigures = 2_000;

const what = "What the server says of its monitors after a log-in";

/**
 * Keeps what the server sends of every monitor by itself. Of monitors that were there at the log-in, everything comes
 * soon after it: first all heartbeats, then (before 2.0) all changes of status, then the figures. Listens before the
 * socket connects.
 */
export class KeptStates {
  readonly #states = new Map<number, KeptMonitor>();
  /** The monitors whose lists are still to come; `undefined` until the first list of monitors. */
  #awaited: Record<"beats" | "important" | "figures", Set<number>> | undefined;
  #sendsImportant = true;
  readonly #waiting = new Set<() => void>();

  /** To be given to {@link Transport.open}. */
  readonly listeners = {
    monitorList: (payload: unknown): void => this.#onMonitors(Object.keys(Object(payload)).map(Number)),
    monitorTypeList: (): void => {
      // Only 2.0 and later know it, and they have a request for the changes instead.
      this.#sendsImportant = false;
      this.#check();
    },
    deleteMonitorFromList: (id: unknown): void => this.#forget(Number(id)),
    heartbeatList: (id: unknown, payload: unknown): void => {
      this.#of(id).takeList(rowsOf(payload));
      this.#came("beats", id);
    },
    importantHeartbeatList: (id: unknown, payload: unknown): void => {
      this.#of(id).takeImportant(rowsOf(payload));
      this.#came("important", id);
    },
    heartbeat: (raw: unknown): void => this.#of(Reflect.get(Object(raw), "monitorID")).takeBeat(raw),
    avgPing: (...args: unknown[]): void => this.#of(args[0]).takeAveragePing(args),
    uptime: (...args: unknown[]): void => {
      this.#of(args[0]).takeUptime(args);
      // The mean comes before it, and the day before the month; only 2.0 and later go on with the year.
      if (String(args[1]) === (this.#sendsImportant ? "720" : "1y")) this.#came("figures", args[0]);
    },
    disconnect: (): void => {
      this.#states.clear();
      this.#awaited = undefined;
    },
  };

  /**
   * Everything that was sent, by the monitor's id; waits until it has come.
   *
   * @param needsFigures - Wait for uptime and ping, too; but not for long when none come.
   */
  async read(
    transport: Transport,
    needsFigures: boolean,
    options?: CallSettings,
  ): Promise<ReadonlyMap<number, MonitorState>> {
    await this.#complete(transport, needsFigures, options);
    return new Map(Array.from(this.#states, ([id, state]) => [id, state.read(id)]));
  }

  /** The changes of status of some monitors, newest first, for servers that send them. */
  async important(transport: Transport, ids: readonly number[], options?: CallSettings): Promise<readonly Heartbeat[]> {
    await this.#complete(transport, false, options);
    const beats = ids.flatMap((id) => this.#states.get(id)?.important ?? []);
    return beats.toSorted((a, b) => b.time.getTime() - a.time.getTime());
  }

  #complete(transport: Transport, needsFigures: boolean, options: CallSettings = {}): Promise<void> {
    const timeout = options.timeout ?? transport.settings.timeouts.login;
    const onTimeout = (): Error =>
      new KumaTimeoutError("KUMA_TIMEOUT_CALL", `${what} did not come within ${timeout / 1000} s.`, { timeout });
    return waitFor<void>({ timeout, signal: options.signal, what, onTimeout }, ({ resolve, reject }) => {
      let quiet: NodeJS.Timeout | undefined;
      const check = (): void => {
        clearTimeout(quiet);
        if (!this.#hasBeats) return;
        if (!needsFigures || this.#awaited?.figures.size === 0) resolve();
        else quiet = setTimeout(resolve, quietWithoutFigures);
      };
      const stopLoss = transport.onLoss((error, isFinal) => {
        if (isFinal) reject(error);
      });
      this.#waiting.add(check);
      check();
      return () => {
        clearTimeout(quiet);
        this.#waiting.delete(check);
        stopLoss();
      };
    });
  }

  get #hasBeats(): boolean {
    if (this.#awaited === undefined) return false;
    const { beats, important } = this.#awaited;
    return beats.size === 0 && !(this.#sendsImportant && important.size > 0);
  }

  #onMonitors(ids: readonly number[]): void {
    const isThere = new Set(ids);
    // Later lists may have monitors that are new: of those only live heartbeats come.
    this.#awaited ??= { beats: new Set(ids), important: new Set(ids), figures: new Set(ids) };
    for (const id of this.#states.keys()) if (!isThere.has(id)) this.#states.delete(id);
    for (const awaited of Object.values(this.#awaited))
      for (const id of awaited) if (!isThere.has(id)) awaited.delete(id);
    this.#check();
  }

  #of(id: unknown): KeptMonitor {
    const monitorId = Number(id);
    const state = this.#states.get(monitorId) ?? new KeptMonitor();
    this.#states.set(monitorId, state);
    return state;
  }

  #came(part: "beats" | "important" | "figures", id: unknown): void {
    this.#awaited?.[part].delete(Number(id));
    this.#check();
  }

  #forget(id: number): void {
    this.#states.delete(id);
    for (const awaited of Object.values(this.#awaited ?? {})) awaited.delete(id);
    this.#check();
  }

  #check(): void {
    for (const check of this.#waiting) check();
  }
}
