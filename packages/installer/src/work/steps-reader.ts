import { parseStatus } from "../facts/agent-report.ts";
import type { HostPlan, HostStep } from "../steps/host-plan.ts";
import { leftSentence } from "./undo-on.ts";

/** Reads what steps.sh prints while it works. */
export class StepsReader {
  /** How many steps have been begun. */
  reached = 0;
  /** Why a step failed, in the words of the host. */
  failed: { readonly step: HostStep | undefined; readonly reason: string } | undefined;
  /** What the agent logged when it did not start. */
  readonly said: string[] = [];
  /** Why the running agent refused its new config. */
  refused: string | undefined;
  readonly warnings: string[] = [];
  /** What could not be put back. */
  readonly left: string[] = [];
  /** How it ended; empty when it ended without a word. */
  ending: "" | "done" | "undone" | "stuck" = "";
  readonly #plan: HostPlan;
  readonly #onStep: ((step: HostStep) => void) | undefined;

  constructor(plan: HostPlan, onStep: ((step: HostStep) => void) | undefined) {
    this.#plan = plan;
    this.#onStep = onStep;
  }

  read(line: string): void {
    const [word = "", first = "", ...rest] = line.split("\t");
    const text = rest.join(" ");
    if (word === "done" || word === "undone" || word === "stuck") this.ending = word;
    else if (word === "said") this.said.push([first, ...rest].join("\t"));
    else if (word === "refused") this.refused = parseStatus(first)?.lastReload?.error ?? "it did not say why";
    else if (word === "left") this.left.push(leftSentence(this.#plan, first, text));
    else this.#readStep(word, this.#plan.steps[Number(first)], text);
  }

  #readStep(word: string, step: HostStep | undefined, text: string): void {
    if (word === "failed") this.failed = { step, reason: text };
    if (word === "step" && step !== undefined) {
      this.reached += 1;
      this.#onStep?.(step);
    }
    if (word === "warning" && step?.kind === "linger") this.warnings.push(withoutLinger(step.user, text));
  }
}

function withoutLinger(user: string, reason: string): string {
  return `The agent runs only while ${user} is logged in (${reason.trim()}). Let it always run with: sudo loginctl enable-linger ${user}`;
}
