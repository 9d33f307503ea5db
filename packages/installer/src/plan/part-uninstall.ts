import type { HostFacts } from "../facts/host-facts.ts";
import { pathsOf } from "../install-paths.ts";
import type { HostPlan, HostStep } from "../steps/host-plan.ts";

/** The two parts of an uninstall. */
export interface UninstallParts {
  /** Everything else. */
  readonly work: HostPlan;
  /** The host forgets the checks: its manifest changes or goes, and with it the folders that it lies in. */
  readonly forgetting: HostPlan;
}

/**
 * Parts an uninstall, for work elsewhere that belongs to it: as long as the host has not forgotten the checks, a run that
 * was killed can be carried on by the same command.
 *
 * @param facts - those that the plan was made from
 * @param plan - of {@link planUninstall}
 */
export function partUninstall(facts: HostFacts, plan: HostPlan): UninstallParts {
  const { manifest } = pathsOf(facts);
  const end = plan.steps.findIndex((step) => step.kind === "remove-file" && step.path === manifest);
  const isLast = (step: HostStep, index: number): boolean =>
    (step.kind === "file" && step.part === "manifest") || (end !== -1 && index >= end);
  return {
    work: { ...plan, steps: plan.steps.filter((step, index) => !isLast(step, index)) },
    forgetting: { ...plan, steps: plan.steps.filter(isLast), warnings: [] },
  };
}
