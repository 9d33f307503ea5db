import type { Logger } from "../logger.ts";
import type { ServiceNotifier } from "./service-notifier.ts";

/** Changes of the status that come together are reported together, in ms. */
const gatherMs = 2_000;

/** The time from a kill by the watchdog to the first push of the next agent, in ms, on a slow host. */
const newStartMs = 5_000;

/** A busy host may hold a sign of life back for so long, in ms. */
const leastPatienceMs = 10_000;

/** Signs of life do not come faster than this, in ms: each is a process. */
const leastPeriodMs = 5_000;

/** The monitors' rhythm. */
export interface PushRhythm {
  /** The interval of the monitor that raises its alarm first, in ms. */
  readonly intervalMs: number;
  /** The time between two of its pushes, in ms. */
  readonly periodMs: number;
}

/** The reports, and their receivers. */
export interface LifeSignsOptions {
  readonly notifier: ServiceNotifier;
  /** One line for `systemctl status`; not secret. */
  readonly status: () => string;
  /** Why the agent does not work as it should, and only a new start can help; undefined while it works. */
  readonly trouble: () => string | undefined;
  /** The rhythm of the config in force. */
  readonly rhythm: () => PushRhythm;
  /** Ticks in that rhythm, together with the pushes: the process wakes up once for both. */
  readonly startTicks: (periodMs: number, onTick: () => void) => { stop(): void };
  readonly logger: Logger;
}

/** Keeps systemd informed: ready, reloading, stopping, and alive as long as that is true. */
export class LifeSigns {
  readonly #options: LifeSignsOptions;
  #watchdog: { stop(): void } | undefined;
  #periodMs = 0;
  #gathering: NodeJS.Timeout | undefined;
  #told = "";
  #isInTrouble = false;
  #isReady = false;

  constructor(options: LifeSignsOptions) {
    this.#options = options;
  }

  /** The checks have started. */
  async ready(): Promise<void> {
    this.#isReady = true;
    await this.#options.notifier.tell("READY=1", this.#status(), ...this.#watch());
  }

  /** A new config is about to be read. */
  async reloading(): Promise<void> {
    const monotonic = process.hrtime.bigint() / 1000n;
    await this.#options.notifier.tell("RELOADING=1", `MONOTONIC_USEC=${monotonic}`, "STATUS=reading the config");
  }

  /** The new config is in force, or was refused. */
  async reloaded(): Promise<void> {
    await this.#options.notifier.tell("READY=1", this.#status(), ...this.#watch());
  }

  /** The agent ends. */
  async stopping(): Promise<void> {
    this.#isReady = false;
    this.#watchdog?.stop();
    clearTimeout(this.#gathering);
    await this.#options.notifier.tell("STOPPING=1", "STATUS=stopping");
  }

  /** The status may have changed. */
  touch(): void {
    // Before READY=1 and after STOPPING=1 there is nothing to add.
    if (!this.#isReady) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      if (`STATUS=${this.#options.status()}` !== this.#told) void this.#options.notifier.tell(this.#status());
    }, gatherMs);
  }

  /**
   * Feeds the watchdog in the rhythm of the config in force, and shortens it so that an agent that hangs is killed, and
   * the next one pushes, before a monitor raises its alarm. Only pushes count for the monitor: a sign of life therefore
   * comes with each push, and not in between.
   *
   * @returns the assignments that systemd needs for it: see `WATCHDOG_USEC=` in sd_notify(3)
   */
  #watch(): readonly string[] {
    const { notifier, rhythm, startTicks } = this.#options;
    const ownMs = notifier.watchdogMs;
    if (ownMs === undefined) return [];
    const { intervalMs, periodMs } = rhythm();
    const patienceMs = Math.min(ownMs, Math.max(intervalMs - newStartMs, leastPatienceMs));
    // About half of the time, as sd_watchdog_enabled(3) recommends: one that comes late does no harm.
    const everyMs = Math.min(Math.max(periodMs, leastPeriodMs), patienceMs * 0.55);
    if (everyMs !== this.#periodMs) {
      this.#watchdog?.stop();
      this.#watchdog = startTicks(everyMs, () => this.#feed());
      this.#periodMs = everyMs;
    }
    return [`WATCHDOG_USEC=${patienceMs * 1000}`];
  }

  #feed(): void {
    const { trouble, notifier, logger } = this.#options;
    const reason = trouble();
    if (reason === undefined) void notifier.tell("WATCHDOG=1");
    else if (!this.#isInTrouble) logger.error(`systemd's watchdog is left to restart the agent: ${reason}`);
    this.#isInTrouble = reason !== undefined;
  }

  #status(): string {
    this.#told = `STATUS=${this.#options.status()}`;
    return this.#told;
  }
}
