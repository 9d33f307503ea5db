import {
  carryOut,
  lockHost,
  planUninstall as planUninstallOn,
  type InstalledCheck,
  type PlannedUninstall,
} from "@kumakit/installer";

import { surveyedAgain } from "./agent-target.ts";
import type { InstalledTarget } from "./find-installed-target.ts";
import type { InstallVoice } from "./install-request.ts";

/** What an uninstall is asked for. */
export interface UninstallRequest extends InstalledTarget {
  /** The checks to take away: all, or some of the manifest's. */
  readonly checks: readonly InstalledCheck[];
  /** The agent, one file: it stays when checks stay. */
  readonly program: string;
}

/** What an uninstall has done. */
export type UninstallOutcome = Pick<PlannedUninstall, "isGone" | "keptConfig" | "keptFor" | "unwatched">;

/** Takes checks away from this host; with the last of them the agent. @throws InstallerError, with everything put back */
export async function uninstallAgent(request: UninstallRequest, voice: InstallVoice): Promise<UninstallOutcome> {
  const { host, facts } = request.target;
  // What the account may not do is found out before it asks for the lock.
  planUninstall(request);
  await using lock = await lockHost(host, facts);
  const target = await surveyedAgain(request.target);
  const { plan, secrets, ...outcome } = planUninstall({ ...request, target });
  const { signal } = voice;
  await carryOut(host, plan, { lock, secrets, signal, onStep: () => voice.progress("Removing") });
  return outcome;
}

/** What there is to be done, and what is left then. Changes nothing. @throws InstallerError */
export function planUninstall({ target, checks, program }: UninstallRequest): PlannedUninstall {
  return planUninstallOn(target.facts, { checks: checks.map(({ name }) => name), program });
}
