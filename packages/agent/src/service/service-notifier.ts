import { spawn } from "node:child_process";
import type { Logger } from "../logger.ts";

/** Longer than this systemd is not waited for, in ms; a busy one answers within a second. */
const patienceMs = 10_000;

/** The variables from systemd for a service of `Type=notify`: see sd_notify(3) and sd_watchdog_enabled(3). */
export interface ServiceNotifierOptions {
  /** `NOTIFY_SOCKET` and the watchdog's variables are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/**
 * Reports the service's state to systemd.
 *
 * The protocol is one datagram to a unix socket, which Node cannot send; `systemd-notify` sends it. It costs a process
 * each time (6 to 9 ms of CPU), so it is used for changes and for the watchdog only.
 */
export class ServiceNotifier {
  readonly #socket: string;
  readonly #path: string;
  readonly #logger: Logger;
  #last: Promise<void> = Promise.resolve();
  #failure: string | undefined;

  /** How long systemd waits for a sign of life before it restarts the service, in ms; undefined without a watchdog. */
  readonly watchdogMs: number | undefined;

  private constructor(socket: string, { environment, logger }: ServiceNotifierOptions) {
    this.#socket = socket;
    this.#path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin";
    this.#logger = logger;
    this.watchdogMs = watchdogMsIn(environment);
  }

  /** The notifier, or undefined where nobody listens. */
  static from(options: ServiceNotifierOptions): ServiceNotifier | undefined {
    const socket = options.environment["NOTIFY_SOCKET"];
    return socket === undefined || socket === "" ? undefined : new ServiceNotifier(socket, options);
  }

  /**
   * Sends one message, after those before it. Never throws: a fault that lasts is logged once.
   *
   * @param assignments - as `READY=1`; everybody on the host can read them while they are sent
   * @returns when systemd has taken it, or will not
   */
  tell(...assignments: readonly [string, ...string[]]): Promise<void> {
    const before = this.#last;
    this.#last = this.#sendAfter(before, assignments);
    return this.#last;
  }

  async #sendAfter(before: Promise<void>, assignments: readonly [string, ...string[]]): Promise<void> {
    await before;
    const failure = await this.#send(assignments);
    if (failure !== undefined && failure !== this.#failure) {
      this.#logger.warn(`systemd was not notified of ${assignments[0].replace(/=.*/s, "")}: ${failure}`);
    }
    this.#failure = failure;
  }

  #send(assignments: readonly string[]): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = spawn("systemd-notify", assignments, {
        stdio: "ignore",
        timeout: patienceMs,
        killSignal: "SIGKILL",
        env: { PATH: this.#path, NOTIFY_SOCKET: this.#socket },
      });
      child.once("error", (error: NodeJS.ErrnoException) =>
        resolve(error.code === "ENOENT" ? "there is no systemd-notify on this host" : error.message),
      );
      child.once("exit", (code, signal) =>
        resolve(code === 0 ? undefined : `systemd-notify ended with ${signal ?? `exit code ${code}`}`),
      );
    });
  }
}

function watchdogMsIn(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const microseconds = Number(environment["WATCHDOG_USEC"]);
  const pid = environment["WATCHDOG_PID"];
  const isMeant = pid === undefined || pid === "" || Number(pid) === process.pid;
  return isMeant && microseconds > 0 ? microseconds / 1000 : undefined;
}
