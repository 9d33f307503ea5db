import { formatDuration } from "@kumakit/text";
import type { UnitState } from "../../../systemd/unit-state.ts";
import type { RestartRule } from "../settings.ts";

/** The memory of a unit's outage and of the restarts. Times are monotonic ms. */
export interface RestartHistory {
  /** Since when the unit has failed; undefined while it has not. */
  readonly failedSince?: number | undefined;
  /** Whether the failure is the end of a stop that somebody asked for. */
  readonly isStoppedByHand: boolean;
  /** When it was restarted by the agent. */
  readonly restartedAt: readonly number[];
}

/** A restart waits so long, in ms, so that the DOWN is reported first, with the unit's last log line. */
const leastWaitMs = 500;

/** The history of a unit that was never restarted. */
export const noRestarts: RestartHistory = { isStoppedByHand: false, restartedAt: [] };

/** The decision on a unit. */
export type RestartDecision =
  /** Not failed, or not to be touched. */
  | { readonly kind: "none" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "restart" }
  /** The cap is reached; in `ms` it is not any more. */
  | { readonly kind: "give-up"; readonly ms: number };

/** It has ended by itself, with a failure, and systemd is not about to start it again. */
function hasFailed({ activeState, loadState, hasJob }: UnitState): boolean {
  return activeState === "failed" && loadState === "loaded" && !hasJob;
}

/**
 * Adds what a state says to the history. Pure.
 *
 * @param history - of before; {@link noRestarts} at first
 * @param state - what systemd says now
 * @param now - monotonic ms
 */
export function noteState(history: RestartHistory, state: UnitState, now: number): RestartHistory {
  const { activeState, subState, hasJob } = state;
  // A stop with a job was asked for; the agent's own restart has one too, but ends in a start.
  const isStopping = activeState === "deactivating" && hasJob;
  const isStarting = activeState === "active" || (activeState === "activating" && !subState.startsWith("auto-restart"));
  const isStoppedByHand = isStopping || (history.isStoppedByHand && !isStarting);
  if (!hasFailed(state)) return { ...history, isStoppedByHand, failedSince: undefined };
  return { ...history, isStoppedByHand, failedSince: history.failedSince ?? now };
}

/** Adds a restart to the history; those that no rule counts any more are forgotten. */
export function noteRestart(history: RestartHistory, now: number): RestartHistory {
  return { ...history, restartedAt: [...history.restartedAt, now].slice(-100) };
}

/**
 * Decides whether a unit is to be restarted now. Pure.
 *
 * @param history - with the present state noted
 * @param rule - when, and how often
 * @param now - monotonic ms
 */
export function judgeRestart(history: RestartHistory, rule: RestartRule, now: number): RestartDecision {
  const { failedSince, isStoppedByHand, restartedAt } = history;
  if (failedSince === undefined || isStoppedByHand) return { kind: "none" };
  const recent = restartedAt.filter((at) => at > now - rule.within * 1000);
  const [oldest] = recent.slice(-rule.atMost);
  if (recent.length >= rule.atMost && oldest !== undefined) {
    return { kind: "give-up", ms: oldest + rule.within * 1000 - now };
  }
  const due = Math.max(
    failedSince + Math.max(rule.after * 1000, leastWaitMs),
    (recent.at(-1) ?? -Infinity) + rule.cooldown * 1000,
  );
  return due > now ? { kind: "wait", ms: due - now } : { kind: "restart" };
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/**
 * The note on restarts in the message of a check, such as `restarted 3 times within 1 h, giving up`; empty when there
 * is nothing to say.
 *
 * @param history - what was done
 * @param rule - when, and how often
 * @param now - monotonic ms
 */
export function describeRestarts(history: RestartHistory, rule: RestartRule, now: number): string {
  const { length } = history.restartedAt.filter((at) => at > now - rule.within * 1000);
  const decision = judgeRestart(history, rule, now);
  const done =
    length === 0 ? "" : `restarted by the agent ${times(length)} within ${formatDuration(rule.within * 1000)}`;
  if (decision.kind === "give-up") return `${done}, giving up`;
  if (decision.kind === "wait") {
    return [done, `to be restarted in ${formatDuration(decision.ms)}`].filter((part) => part !== "").join(", ");
  }
  return done;
}
