import type { Host } from "../hosts/host.ts";
import type { InstallPlan } from "../plan/install-plan.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { WayBack } from "./way-back.ts";

/** What the steps of one run know of each other. */
export interface CarryOutContext {
  readonly host: Host;
  readonly plan: InstallPlan;
  readonly wayBack: WayBack;
  readonly signal: AbortSignal | undefined;
  /** What the plan brings that was not there, with what earlier installs brought. */
  readonly brought: Manifest["brought"];
  /** Parts of files that have changed so far. */
  readonly changedParts: Set<string>;
  /** Things that did not work and that do not matter enough to fail. */
  readonly warnings: string[];
}

/** How steps of one kind become true. */
export interface StepHandler<Step> {
  /** Whether there is nothing to do. Changes nothing. */
  isDone(step: Step, context: CarryOutContext): Promise<boolean>;
  /** Makes it true and notes the way back. Called only when it is not. */
  apply(step: Step, context: CarryOutContext): Promise<void>;
}
