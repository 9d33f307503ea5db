import { systemdBedProblem, type TempHome } from "@kumakit/testkit";
import { startBedHost } from "./bed-host.ts";
import { startForegroundHost } from "./foreground-host.ts";
import { startUserSessionHost, userSessionProblem } from "./user-session-host.ts";
import type { KumaBinary } from "./kuma-binary.ts";

/** Where the watched service and the agent run. */
export interface DemoHost extends AsyncDisposable {
  /** Completes "The watched service runs in …". */
  readonly title: string;
  /** What this surrounding cannot show, said loudly. */
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

/** The best surrounding that this machine offers: a systemd of our own (root), the user's systemd, or none. */
export async function chooseDemoHost(home: TempHome): Promise<DemoHost> {
  const bedProblem = systemdBedProblem();
  if (bedProblem === undefined) return startBedHost(home);
  const sessionProblem = await userSessionProblem();
  if (sessionProblem === undefined) return startUserSessionHost();
  return startForegroundHost([
    `a throw-away systemd: ${bedProblem}`,
    `your own systemd session: ${sessionProblem}`,
    "installing the agent as a service: it runs in the foreground on a `command` check instead",
  ]);
}
