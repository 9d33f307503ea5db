import { formatStep, type HostPlan } from "@kumakit/installer";

import { planUninstall, type UninstallRequest } from "./uninstall-agent.ts";

/** What an uninstall would do on this host. */
export interface UninstallPreview {
  /** Without secrets. */
  readonly hostSteps: HostPlan["steps"];
  /** The same, one line each. */
  readonly hostLines: readonly string[];
}

/** Finds out what an uninstall would do, and does nothing. @throws InstallerError */
export function previewUninstall(request: UninstallRequest): UninstallPreview {
  const { plan } = planUninstall(request);
  return { hostSteps: plan.steps, hostLines: plan.steps.map((step) => formatStep(step)) };
}
