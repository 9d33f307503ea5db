import type { HostStep } from "../steps/host-plan.ts";
import { formatStep } from "./format-plan.ts";
import type { StateBefore, StepChange } from "./step-changes.ts";

/** A step and what it changes, for a person: its line, then the state before and the diff, which are indented. */
export function formatChange(step: HostStep, { before, diff }: StepChange): readonly string[] {
  const now = before === null ? [] : [`    now: ${describeState(before)}${other(step, diff)}`];
  // The list of what was installed says what the other steps say.
  const isShown = diff !== null && !(step.kind === "file" && step.part === "manifest");
  return [formatStep(step), ...now, ...(isShown ? diff.split("\n").map((line) => `    ${line}`) : [])];
}

function describeState(before: StateBefore): string {
  if (before.kind === "service") return `${before.activeState}, ${before.isEnabled ? "enabled" : "not enabled"}`;
  const { kind, mode, owner, size } = before;
  const access = `${mode} ${owner.user}:${owner.group}`;
  return kind === "file" ? `${access}, ${size} bytes` : `${kind === "other" ? "something else" : kind}, ${access}`;
}

/** A content that is not shown and may be another one. */
function other(step: HostStep, diff: string | null): string {
  return step.kind === "file" && diff === null ? ", another content or access" : "";
}
