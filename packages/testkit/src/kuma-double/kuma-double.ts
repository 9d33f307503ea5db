import type { KumaAdmin } from "../kuma/kuma-server.ts";
import type { TransportFault } from "./transport-fault.ts";

/** Options of {@link startKumaDouble}. */
export interface KumaDoubleOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** The account, or `false` for none. Default: `admin` with a random password. */
  readonly admin?: KumaAdmin | false;
}

/**
 * A server on 127.0.0.1 that answers as Uptime Kuma 2.5.3 does. It lives in this process and keeps its data in memory.
 * It shows nothing that a real server was not seen to do; what it lacks it does not answer.
 */
export interface KumaDouble extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** For test titles: `double of 2.5.3`. */
  readonly label: string;
  readonly admin: KumaAdmin | undefined;
  /** The last 64 kB of what went wrong inside. */
  log(): string;
  /** Hangs up on everybody and takes no more calls. Its data stays for {@link start}. */
  stop(): Promise<void>;
  /** As {@link stop}: in memory there is nothing to be lost by a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data: nobody is logged in, and its limits are fresh. */
  start(): Promise<void>;
  /**
   * Puts paused push monitors straight into its database; 2,000 with a `description` of 5 kB make a list of 10 MB+.
   *
   * @returns their ids
   */
  seedMonitors(count: number, columns?: Readonly<Record<string, unknown>>): readonly number[];
  /** What the network between it and its clients does from now on; `undefined` for nothing bad. */
  setFault(fault: TransportFault | undefined): void;
}
