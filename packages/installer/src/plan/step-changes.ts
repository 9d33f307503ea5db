import { structuredPatch } from "diff";

import { agentUnitState } from "../facts/agent-unit-state.ts";
import type { FileFact, HostFacts } from "../facts/host-facts.ts";
import type { HostStep, Owner, PlannedSteps, PlanSecrets } from "../steps/host-plan.ts";
import { shownTexts } from "./shown-texts.ts";

/** The state of a file, a folder or a service before a step. */
export type StateBefore =
  | {
      /** What lies there. */
      readonly kind: FileFact["kind"];
      /** Permission bits, such as `0640`. */
      readonly mode: string;
      /** Whose it is. */
      readonly owner: Owner;
      /** In bytes. */
      readonly size: number;
    }
  | {
      /** The service of the agent. */
      readonly kind: "service";
      /** Such as `active`, `inactive`, `failed`. */
      readonly activeState: string;
      /** Whether it starts with the system, or with the person's session. */
      readonly isEnabled: boolean;
    };

/** The change that a step makes, beside the step itself. Holds no secret. */
export interface StepChange {
  /** Null when there is nothing yet, and for steps about accounts. */
  readonly before: StateBefore | null;
  /** The hunks of a unified diff of the text, with secrets masked; null where no text changes or none can be shown. */
  readonly diff: string | null;
}

/**
 * Says what each step of a plan changes, against the facts that it was made from.
 *
 * @returns one change for each step, in their order
 */
export function stepChanges(facts: HostFacts, { plan, secrets }: PlannedSteps): readonly StepChange[] {
  return plan.steps.map((step) => ({ before: stateBefore(step, facts), diff: diffOf(step, facts, secrets) }));
}

function stateBefore(step: HostStep, facts: HostFacts): StateBefore | null {
  const { files } = facts;
  if ("unit" in step) {
    const { ActiveState: activeState = "inactive", UnitFileState: state } = agentUnitState(facts, step.unit);
    return { kind: "service", activeState, isEnabled: state === "enabled" };
  }
  const fact = "path" in step ? files[step.path] : undefined;
  if (fact === undefined) return null;
  const { kind, mode, owner, size } = fact;
  return { kind, mode, owner, size };
}

function diffOf(step: HostStep, facts: HostFacts, secrets: PlanSecrets): string | null {
  if (step.kind !== "file") return null;
  const texts = shownTexts(step, facts, secrets);
  return texts === undefined || texts.before === texts.after ? null : hunks(texts.before, texts.after);
}

function hunks(before: string, after: string): string {
  const patch = structuredPatch("", "", before, after, "", "", { context: 3 });
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    // diff(1) counts from 0 where there are no lines.
    `@@ -${oldLines === 0 ? oldStart - 1 : oldStart},${oldLines} +${newLines === 0 ? newStart - 1 : newStart},${newLines} @@`,
    ...changed,
  ]);
  return lines.join("\n");
}
