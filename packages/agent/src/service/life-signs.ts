import type { Logger } from "../logger.ts";
import type { ServiceNotifier } from "./service-notifier.ts";

/** Changes of the status that come together are told together, in ms. */
const gatherMs = 2_000;

/** What is told of whom. */
export interface LifeSignsOptions {
  readonly notifier: ServiceNotifier;
  /** One line for `systemctl status`; not secret. */
  readonly status: () => string;
  /** Why the agent does not work as it should, and only a new start can help; undefined while it works. */
  readonly trouble: () => string | undefined;
  readonly logger: Logger;
}

/** Keeps systemd informed: ready, reloading, stopping, and alive as long as that is true. */
export class LifeSigns {
  readonly #options: LifeSignsOptions;
  #watchdog: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #told = "";
  #isInTrouble = false;
  #isReady = false;

  constructor(options: LifeSignsOptions) {
    this.#options = options;
  }

  /** The checks have started. */
  async ready(): Promise<void> {
    const { notifier } = this.#options;
    this.#isReady = true;
    if (notifier.watchdogMs !== undefined) {
      // Half of the time, as sd_watchdog_enabled(3) recommends: one that comes late does no harm.
      this.#watchdog = setInterval(() => this.#feed(), notifier.watchdogMs / 2);
    }
    await notifier.tell("READY=1", this.#status());
  }

  /** A new config is about to be read. */
  async reloading(): Promise<void> {
    const monotonic = process.hrtime.bigint() / 1000n;
    await this.#options.notifier.tell("RELOADING=1", `MONOTONIC_USEC=${monotonic}`, "STATUS=reading the config");
  }

  /** The new config is in force, or was refused. */
  async reloaded(): Promise<void> {
    await this.#options.notifier.tell("READY=1", this.#status());
  }

  /** The agent ends. */
  async stopping(): Promise<void> {
    this.#isReady = false;
    clearInterval(this.#watchdog);
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
