import type { HostLock, InstalledAgent, WatchableUnit } from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";
import type { InstallRequest, InstallVoice } from "./install-request.ts";

/** What is known once the host was looked at and before anything is changed. */
export interface InstallContext {
  readonly request: InstallRequest;
  readonly target: AgentTarget;
  readonly units: readonly WatchableUnit[];
  readonly installed: InstalledAgent;
  readonly lock: HostLock;
  readonly voice: InstallVoice;
}
