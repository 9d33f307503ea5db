import type { KumaBinary } from "./kuma-binary.ts";

/** The surrounding in which the watched service and the agent run. */
export interface DemoHost extends AsyncDisposable {
  /** Completes "The watched service runs in …". */
  readonly title: string;
  /** The parts of the demo that cannot run here, said loudly. */
  readonly leavesOut: readonly string[];
  /** Seconds that a change may take to be noticed here. */
  readonly noticedWithin: number;
  /** Starts the service that will be killed. */
  startService(): Promise<void>;
  /** Installs and starts the agent for that service, with the token in a file. */
  installAgent(kuma: KumaBinary, options: { serverUrl: string; tokenFile: string }): Promise<void>;
  /** SIGKILL to the main process of the service. */
  killService(): Promise<void>;
}
