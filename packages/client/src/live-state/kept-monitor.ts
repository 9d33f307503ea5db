import type { Heartbeat } from "../model/heartbeat.ts";
import type { MonitorState } from "../model/monitor-state.ts";
import { readBeat } from "./recent-beats.ts";
import { averagePingEvent, uptimeEvent } from "./statistics.ts";

// server/client.js of every version
const mostBeats = 100;
const mostImportant = 500;

const byTime = (left: Heartbeat, right: Heartbeat): number => left.time.getTime() - right.time.getTime();
const readAll = (rows: readonly unknown[]): readonly Heartbeat[] => rows.flatMap((raw) => readBeat(raw) ?? []);

/** All that was sent of one monitor. Rows are kept as they came, and read when somebody asks. */
export class KeptMonitor {
  #rows: readonly unknown[] = [];
  #important: readonly unknown[] = [];
  readonly #uptime: Record<"24h" | "30d" | "1y", number | null> = { "24h": null, "30d": null, "1y": null };
  #averagePing: number | null = null;

  /** `heartbeatList`, oldest first. */
  takeList(rows: readonly unknown[]): void {
    this.#rows = rows.slice(-mostBeats);
  }

  /** `importantHeartbeatList`, newest first. */
  takeImportant(rows: readonly unknown[]): void {
    this.#important = rows.slice(0, mostImportant);
  }

  /** A live heartbeat. */
  takeBeat(raw: unknown): void {
    this.#rows = [...this.#rows, raw].slice(-mostBeats);
    if (readBeat(raw)?.important === true) this.#important = [raw, ...this.#important].slice(0, mostImportant);
  }

  /** The arguments of `uptime`. */
  takeUptime(args: readonly unknown[]): void {
    const event = uptimeEvent(args);
    if (event?.type === "uptime") this.#uptime[event.period] = event.ratio;
  }

  /** The arguments of `avgPing`. */
  takeAveragePing(args: readonly unknown[]): void {
    const event = averagePingEvent(args);
    if (event?.type === "averagePing") this.#averagePing = event.ping;
  }

  /** The changes of its status that were sent, newest first; servers from 2.0 on send none at a log-in. */
  get important(): readonly Heartbeat[] {
    return readAll(this.#important).toSorted((a, b) => byTime(b, a));
  }

  /** All of it. The heartbeats are read when somebody asks for them: thousands of monitors have hundreds of thousands. */
  read(monitorId: number): MonitorState {
    const rows = this.#rows;
    let heartbeats: readonly Heartbeat[] | undefined;
    return {
      monitorId,
      get heartbeats() {
        heartbeats ??= readAll(rows).toSorted(byTime);
        return heartbeats;
      },
      uptime: { ...this.#uptime },
      averagePing: this.#averagePing,
    };
  }
}
