import { formatStep, pendingSteps, withoutSecrets, type InstallPlan } from "@kumakit/installer";

import { planUninstall, type UninstallRequest } from "./uninstall-agent.ts";

/** What an uninstall would do on this host. */
export interface UninstallPreview {
  /** Without secrets. */
  readonly hostSteps: InstallPlan["steps"];
  /** The same, one line each. */
  readonly hostLines: readonly string[];
}

/** Finds out what an uninstall would do, and does nothing. @throws InstallerError */
export async function previewUninstall(request: UninstallRequest): Promise<UninstallPreview> {
  const { plan, manifest } = await planUninstall(request);
  const steps = await pendingSteps(plan, request.target.host, { manifest });
  const hostSteps = withoutSecrets({ ...plan, steps }).steps;
  return { hostSteps, hostLines: hostSteps.map(formatStep) };
}
