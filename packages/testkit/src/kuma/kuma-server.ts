/** The one account of an Uptime Kuma. */
export interface KumaAdmin {
  readonly username: string;
  readonly password: string;
}

/** A real Uptime Kuma on 127.0.0.1 that belongs to the process that started it. */
export interface KumaServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** What its package.json says; note that the tag 2.0.2 calls itself 2.0.1. */
  readonly version: string;
  /** For test titles: `npm 2.0.0-dev.0`, or `checkout NAME (VERSION)`. */
  readonly label: string;
  /** The admin made by first-run setup; `undefined` when none was asked for. */
  readonly admin: KumaAdmin | undefined;
  /** The folder with its database. */
  readonly dataFolder: string;
  /** The process id of the running server; `undefined` while it is stopped. */
  readonly pid: number | undefined;
  /** The last 64 kB of what the server printed, over all its starts. */
  log(): string;
  /** Ends it with SIGTERM, and with SIGKILL after 10 s. Its data stays for {@link start}. A 2.x server takes 4 s. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, like a crash or a power cut. Its data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  start(): Promise<void>;
  /**
   * Puts paused push monitors straight into its database, in one go: for the time of it the server is stopped. 2,000 with
   * a `description` of 5 kB make a list of 10 MB+. Each has `beats` heartbeats, one a minute until now; none by default.
   *
   * @returns their ids
   */
  seedMonitors(
    count: number,
    columns?: { readonly description?: string; readonly beats?: number },
  ): Promise<readonly number[]>;
  /** Ends it at once and removes its folders (not a data folder that the caller gave). */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options of {@link startKuma}. */
export interface StartKumaOptions {
  /**
   * A folder with a built checkout of Uptime Kuma. Default: that of the variable `KUMA_TEST_CHECKOUT`, else the npm release
   * that this package depends on.
   */
  readonly checkout?: string;
  /** A folder for the database, which is kept. Default: a new one below the temp folder, removed in the end. */
  readonly dataFolder?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The account to make by first-run setup, or `false` for none. Default: `admin` with a random password. */
  readonly admin?: KumaAdmin | false;
  /** More environment variables for the server. */
  readonly env?: Readonly<Record<string, string>>;
}
