import type { CheckResult } from "../../check.ts";
import type { Logger } from "../../../logger.ts";
import type { UnitScope, UnitState } from "../../../systemd/unit-state.ts";
import {
  describeRestarts,
  judgeRestart,
  noRestarts,
  noteRestart,
  noteState,
  type RestartHistory,
} from "./judge-restart.ts";
import type { RestartRule } from "../settings.ts";

/** The unit to restart, and the rule. */
export interface UnitRestarterOptions {
  readonly unit: string;
  readonly scope: UnitScope;
  readonly rule: RestartRule;
  readonly logger: Logger | undefined;
  readonly signal: AbortSignal;
  /** Whether the host or the session is about to end. */
  readonly isGoingDown: () => boolean;
  /** Has the unit looked at and reported again: something was done, or could not be. */
  readonly lookAgain: () => void;
}

/** Has systemd restart a unit that has failed: not at once again, not for ever, never one that was stopped by hand. */
export class UnitRestarter {
  readonly #options: UnitRestarterOptions;
  #history: RestartHistory = noRestarts;
  #refusal: string | undefined;
  /** Whether the present UP is the agent's doing. */
  #hasRestarted = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UnitRestarterOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** Takes what is known now, restarts the unit when its time has come, and says in the message what was done. */
  take(state: UnitState, result: CheckResult): CheckResult {
    const now = performance.now();
    this.#history = noteState(this.#history, state, now);
    this.#plan(now);
    if (result.status === "down") return withNote(result, this.#downNote(now));
    if (result.status !== "up") return result;
    this.#refusal = undefined;
    return this.#hasRestarted ? withNote(result, describeRestarts(this.#history, this.#options.rule, now)) : result;
  }

  #downNote(now: number): string {
    const { rule } = this.#options;
    if (this.#history.failedSince === undefined || this.#history.isStoppedByHand) return "";
    const done = describeRestarts(this.#history, rule, now);
    if (this.#refusal === undefined) return done;
    return `the agent could not restart it: ${this.#refusal}`;
  }

  #plan(now: number): void {
    clearTimeout(this.#timer);
    if (this.#options.signal.aborted) return;
    const decision = judgeRestart(this.#history, this.#options.rule, now);
    if (decision.kind === "none") return;
    const ms = decision.kind === "restart" ? 0 : decision.ms;
    this.#timer = setTimeout(() => void this.#restartIfDue(), Math.ceil(ms));
  }

  async #restartIfDue(): Promise<void> {
    const { unit, scope, rule, logger, isGoingDown, lookAgain, signal } = this.#options;
    if (isGoingDown() || signal.aborted) return;
    const now = performance.now();
    if (judgeRestart(this.#history, rule, now).kind !== "restart") return this.#plan(now);
    // One that is refused counts as well: it is not tried every millisecond.
    this.#history = noteRestart(this.#history, now);
    this.#hasRestarted = true;
    logger?.warn(`${unit}: has failed, restarting it`);
    // Loaded when it is needed: a process that only reads configs needs no D-Bus.
    const { askForRestart } = await import("./ask-for-restart.ts");
    const refusal = await askForRestart(unit, scope);
    if (signal.aborted) return;
    if (refusal !== undefined && refusal !== this.#refusal) logger?.error(`${unit}: was not restarted: ${refusal}`);
    this.#refusal = refusal;
    if (refusal !== undefined) lookAgain();
  }
}

function withNote(result: CheckResult, note: string): CheckResult {
  return note === "" ? result : { ...result, message: `${result.message}; ${note}` };
}
