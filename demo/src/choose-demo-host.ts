import { systemdBedProblem, type TempHome } from "@kumakit/testkit";
import { startBedHost } from "./bed-host.ts";
import type { DemoHost } from "./demo-host.ts";
import { startForegroundHost } from "./foreground-host.ts";
import { startUserSessionHost, userSessionProblem } from "./user-session-host.ts";

/** The best surrounding that this machine offers: a throw-away systemd (root), the user's systemd, or none. */
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
