import {
  carriedProgram,
  formatStep,
  printScript,
  type HostPlan,
  type PlannedSteps,
  type StepChange,
} from "@kumakit/installer";

import type { SeenHost } from "../agent/look-at-host.ts";
import type { AgentPlan } from "../agent/plan-agent.ts";
import type { PlannedMonitors } from "../agent/plan-checks.ts";
import { namedSecrets } from "../agent/printed-plan.ts";
import type { RemovalMonitors } from "../agent/removal-monitors.ts";
import type { CarriedPlan, CarriedProgram, FileChange } from "./carried-wish.ts";
import type { CarriedContext } from "./carried-context.ts";

/** The deletions, each completes "Would …". */
export function deletionLines({ deleted, groups }: Pick<RemovalMonitors, "deleted" | "groups">): readonly string[] {
  return [
    ...deleted.map(({ id, name }) => `delete the monitor ${name} (id ${id})`),
    ...groups.map(({ id, name }) => `delete the group ${name} (id ${id}), which is empty then`),
  ];
}

/** The texts that a plan changes on its host. */
export function fileChanges({ steps }: HostPlan, changes: readonly StepChange[]): readonly FileChange[] {
  return steps.flatMap((step, index) => {
    const diff = changes[index]?.diff ?? null;
    return step.kind === "file" && diff !== null ? [{ path: step.path, diff }] : [];
  });
}

/** The steps of a plan, a line for each. */
export function stepTexts({ steps }: HostPlan): readonly string[] {
  return steps.map((step) => formatStep(step));
}

/** Sentences that people should know of a plan. */
export function warningsFor(
  { notes }: SeenHost,
  { host, monitors }: Pick<AgentPlan, "host" | "monitors">,
): readonly string[] {
  const ofMonitors = monitors.flatMap(({ name, plan }) =>
    plan.warnings.map((warning) => `Mind the monitor ${JSON.stringify(name)}: ${warning}.`),
  );
  return [...notes, ...host.warnings, ...ofMonitors];
}

interface ScriptParts {
  readonly steps: PlannedSteps;
  readonly server: string;
  readonly monitors?: PlannedMonitors | undefined;
}

/** The script for the host, and the file that it needs beside it; without both when nothing is to be done there. */
export function scriptFor(
  { facts }: CarriedContext,
  { steps, server, monitors }: ScriptParts,
): Pick<CarriedPlan, "script" | "program"> {
  const { plan, secrets } = steps;
  if (plan.steps.length === 0) return { script: undefined, program: undefined };
  const named = namedSecrets({ plan: { host: plan }, monitors }, true);
  const program = programIn(plan);
  const carried = program && new Map([[program.file, program.path]]);
  return { script: printScript({ facts, plan, named, secrets, server, carried }), program };
}

function programIn({ runtime, steps }: HostPlan): CarriedProgram | undefined {
  if (runtime?.name !== "standalone") return undefined;
  const step = steps.find((one) => one.kind === "file" && one.part === "program");
  if (step?.kind !== "file" || step.content.from !== "local-file") return undefined;
  return { file: step.content.path, sha256: step.content.sha256, path: carriedProgram };
}
