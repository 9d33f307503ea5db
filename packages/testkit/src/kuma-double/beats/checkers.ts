import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { checkGroup, checkManual, checkPush, type CheckResult } from "./checks.ts";
import { recordBeat } from "./record-beat.ts";
import { millisecondsNow } from "../database/stored-value.ts";
import { pending } from "./status.ts";

/** A real server answers the call that started a monitor before its first beat. */
const beforeFirstBeat = 10;

/**
 * The server's own checks: of missing pushes, of groups, and of manual monitors. It never checks monitors of other types,
 * just as a server whose network is unreachable for good.
 */
export class Checkers {
  readonly #kuma: DoubleKuma;
  readonly #timers = new Map<number, NodeJS.Timeout>();

  constructor(kuma: DoubleKuma) {
    this.#kuma = kuma;
  }

  /** Starts again with the settings that the monitor has now; they are kept until the next start. */
  start(monitor: Row): void {
    this.stop(monitor.id);
    const running: Row = { ...monitor };
    this.#kuma.metrics.start(running);
    if (running["type"] === "push") this.#later(running, Number(running["interval"]) * 1000);
    else if (running["type"] === "group" || running["type"] === "manual") this.#later(running, beforeFirstBeat);
    else
      this.#timers.set(
        monitor.id,
        setTimeout(() => {}, 0),
      );
  }

  stop(monitorId: number): void {
    clearTimeout(this.#timers.get(monitorId));
    this.#kuma.metrics.stop(monitorId);
    this.#timers.delete(monitorId);
  }

  stopAll(): void {
    for (const id of this.#timers.keys()) this.stop(id);
  }

  /** The monitors that were started and not stopped. */
  running(): readonly number[] {
    return [...this.#timers.keys()];
  }

  #later(monitor: Row, delay: number): void {
    const timer = setTimeout(() => void this.#look(monitor, timer), delay);
    timer.unref();
    this.#timers.set(monitor.id, timer);
  }

  async #look(monitor: Row, timer: NodeJS.Timeout): Promise<void> {
    const time = millisecondsNow();
    const previous = this.#kuma.heartbeats.last(monitor.id);
    const result = resultOf(this.#kuma, monitor);
    if ("wait" in result) {
      this.#later(monitor, result.wait);
      return;
    }
    await recordBeat(this.#kuma, monitor, { ...result, time, previous, isCheck: true });
    if (this.#timers.get(monitor.id) !== timer) return;
    const retryInterval = Number(monitor["retry_interval"]);
    const seconds = result.status === pending && retryInterval > 0 ? retryInterval : Number(monitor["interval"]);
    this.#later(monitor, Math.max(1, seconds * 1000));
  }
}

function resultOf(kuma: DoubleKuma, monitor: Row): CheckResult {
  if (monitor["type"] === "push") return checkPush(kuma, monitor);
  return monitor["type"] === "group" ? checkGroup(kuma, monitor) : checkManual(kuma, monitor);
}
