import type { Host } from "../hosts/host.ts";
import type { InstallScope } from "../install-paths.ts";
import { wayBackOf } from "../plan/format-plan.ts";
import type { HostPlan } from "../steps/host-plan.ts";
import { stepsProgram } from "../scripts/steps-program.ts";
import { reasonOf } from "./file-failure.ts";

/** A journal on a host. */
export interface Journal {
  /** Its folder. */
  readonly journal: string;
  readonly scope: InstallScope;
  /** What it is of; unknown for that of an earlier run. */
  readonly plan?: HostPlan | undefined;
}

/**
 * Puts back what a journal on a host says; nothing when there is none.
 * @returns what could not be put back, in sentences without a full stop
 */
export async function undoOn(host: Host, { journal, scope, plan }: Journal): Promise<readonly string[]> {
  const left: string[] = [];
  let ending = "";
  const { complaint } = await host.runScript({
    program: stepsProgram,
    args: ["undo", journal, scope],
    onLine(line) {
      const [word = "", number = "", reason = ""] = line.split("\t");
      if (word === "left") left.push(leftSentence(plan, number, reason));
      else ending = word;
    },
  });
  if (left.length > 0 || ending === "undone") return left;
  // That of an earlier run may have been put back by that run itself meanwhile.
  if (ending === "nothing" && plan === undefined) return [];
  if (ending === "nothing") throw new TypeError("undo: the lock was released, and what was done is there to stay");
  return [`could not put anything back (${reasonOf(complaint)})`];
}

/** A step's remains, in words. */
export function leftSentence(plan: HostPlan | undefined, number: string, reason: string): string {
  const step = plan?.steps[Number(number)];
  return `could not ${step === undefined ? `put back step ${number}` : wayBackOf(step)} (${reasonOf(reason)})`;
}
