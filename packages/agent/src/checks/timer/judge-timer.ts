import type { CheckResult } from "../check.ts";
import { formatDuration } from "@kumakit/text";
import {
  describeAbsence,
  describeBadLoad,
  describeFailure,
  describeRefusal,
  stateName,
} from "../systemd/describe-unit.ts";
import { downForMs } from "../systemd/since-when.ts";
import type { TimerFacts } from "./timer-facts.ts";

/** By how much a timer may be late beyond its accuracy, in ms: the host may be busy, or have just woken up. */
export const lateLimitMs = 60_000;

/** So long a state that ends by itself is waited for: timer and unit are not read at one instant, in ms. */
const settleMs = 2_000;

/** The memory of a timer between two looks. */
export interface TimerHistory {
  readonly known: "nothing" | "up" | "down";
  /** Whether it is DOWN because a run has failed: then the end of a good run is the end of that. */
  readonly hasFailedRun?: boolean;
  /** What it waits for, and since when, monotonic ms. */
  readonly waiting?: { readonly for: "start" | "next-run"; readonly since: number };
}

/** The history of a timer that was never looked at. */
export const noTimerHistory: TimerHistory = { known: "nothing" };

/** When a judgement is made, and what is asked of the timer. Times in ms. */
export interface TimerRule {
  /** Wall clock. */
  readonly wallMs: number;
  /** By systemd's monotonic clock. */
  readonly monotonicMs: number;
  /** How old the last run may be. */
  readonly maxAgeMs?: number | undefined;
  /** How long a run may take. */
  readonly maxRuntimeMs?: number | undefined;
  /** When the timer would start its unit next if that were not at work, wall clock; undefined when nothing is planned. */
  readonly nextStartAt?: number | undefined;
  /** How long the timer may stay away after a clean stop. */
  readonly downAfterMs: number;
  /** While the host boots: until when the timer is waited for, monotonic. */
  readonly bootingUntil?: number | undefined;
}

/** A judgement, and what to remember for the next one. */
export interface TimerVerdict {
  readonly result: CheckResult;
  readonly history: TimerHistory;
  /** Look again after so many ms even if nothing is heard: a limit ends then. */
  readonly lookAgainAfterMs?: number;
  /** Whether the DOWN is the failure of the unit that the timer starts. */
  readonly isFailedRun?: boolean;
}

const cannotRun: ReadonlySet<string> = new Set(["not-found", "masked", "bad-setting", "error"]);

interface Judging {
  readonly facts: TimerFacts;
  readonly history: TimerHistory;
  readonly rule: TimerRule;
}

function down(message: string): TimerVerdict {
  return { result: { status: "down", message }, history: { known: "down" } };
}

/** DOWN, unless it ends within a time. */
function downAfter(
  { history, rule }: Judging,
  { reason, message, ms }: { reason: "start" | "next-run"; message: string; ms: number },
): TimerVerdict {
  const { monotonicMs } = rule;
  const since = history.waiting?.for === reason ? history.waiting.since : monotonicMs;
  const until = Math.max(since + ms, reason === "start" ? (rule.bootingUntil ?? 0) : 0);
  if (monotonicMs >= until || history.known === "down") return down(message);
  return {
    result: { status: "pending", message },
    history: { known: history.known, waiting: { for: reason, since } },
    lookAgainAfterMs: until - monotonicMs,
  };
}

function sinceItsEnd({ facts, rule }: Judging, verdict: TimerVerdict): TimerVerdict {
  const sinceMs = verdict.result.status === "down" ? downForMs(facts.timer, rule.monotonicMs) : undefined;
  return sinceMs === undefined ? verdict : { ...verdict, result: { ...verdict.result, sinceMs } };
}

/** The timer itself: there, loaded and active? */
function judgeTimerUnit(judging: Judging): TimerVerdict | undefined {
  const { timer } = judging.facts;
  if (timer.activeState === "active") return undefined;
  if (timer.activeState === "failed") return down(`${timer.unit} failed: ${timer.result}; it starts nothing any more`);
  if (cannotRun.has(timer.loadState)) return down(describeBadLoad(timer));
  const message = `${describeAbsence(timer)}: it starts nothing`;
  return sinceItsEnd(judging, downAfter(judging, { reason: "start", message, ms: judging.rule.downAfterMs }));
}

/** When the run under way has lasted too long, wall clock in ms: by its own limit, or by the timer's plan. */
function runEndsAt({ facts, rule }: Judging, runningSince: number): number | undefined {
  const { maxRuntimeMs, nextStartAt } = rule;
  if (maxRuntimeMs !== undefined) return facts.target.subState === "exited" ? undefined : runningSince + maxRuntimeMs;
  return nextStartAt === undefined ? undefined : nextStartAt + facts.accuracyMs + lateLimitMs;
}

/** The run under way. */
function judgeRun(judging: Judging): TimerVerdict | undefined {
  const { facts, rule, history } = judging;
  const { runningSince, target, timer } = facts;
  if (runningSince === undefined) return undefined;
  const ms = rule.wallMs - runningSince;
  const endsAt = runEndsAt(judging, runningSince);
  const running = `${timer.unit}: ${target.unit} has been running for ${formatDuration(ms)}`;
  if (endsAt !== undefined && rule.wallMs > endsAt) {
    const lateMs = rule.maxRuntimeMs === undefined ? rule.wallMs - (rule.nextStartAt ?? endsAt) : undefined;
    const late = lateMs === undefined ? "" : `, its next start was planned ${formatDuration(lateMs)} ago`;
    return down(`${running} (${stateName(target)})${late}`);
  }
  const limit = endsAt === undefined ? {} : { lookAgainAfterMs: endsAt - rule.wallMs + 1 };
  const message =
    target.subState === "exited" ? `${timer.unit}: ${target.unit} has finished and stays active` : running;
  // A failed run is made good by the end of a good one, not by its start.
  if (history.known === "down" && target.subState !== "exited") {
    return { result: { status: "pending", message }, history, ...limit };
  }
  return { result: { status: "up", message }, history: { known: "up" }, ...limit };
}

/** Since when it is as the last run has left it. */
function sinceEnd({ lastEndAt }: TimerFacts, { wallMs }: TimerRule, counts: boolean): { sinceMs?: number } {
  return !counts || lastEndAt === undefined || lastEndAt > wallMs ? {} : { sinceMs: wallMs - lastEndAt };
}

/** The run before. */
function judgeLastRun({ facts, rule }: Judging): TimerVerdict | undefined {
  const { target, timer, lastEndAt, runningSince } = facts;
  if (target.activeState === "inactive" && cannotRun.has(target.loadState)) {
    return down(`${timer.unit}: what it starts cannot run: ${describeBadLoad(target)}`);
  }
  if (runningSince !== undefined) return undefined;
  const hasFailed = target.activeState === "failed" || target.result !== "success";
  if (!(hasFailed || target.assertionFailed) || target.hasJob) return undefined;
  const why = hasFailed ? describeFailure(target) : describeRefusal(target);
  // A start that was refused has no end.
  const ago = lastEndAt === undefined || !hasFailed ? "" : ` ${formatDuration(rule.wallMs - lastEndAt)} ago`;
  const { result } = down(`${timer.unit}: its last run failed${ago}: ${why}`);
  return {
    result: { ...result, ...sinceEnd(facts, rule, hasFailed) },
    history: { known: "down", hasFailedRun: true },
    isFailedRun: true,
  };
}

/** The timer's next run. */
function judgeNextRun(judging: Judging): TimerVerdict | undefined {
  const { facts, rule } = judging;
  const { timer, nextRunAt, accuracyMs, runningSince, lastRunAt, target } = facts;
  // While the unit is at work, the next time is not known yet.
  if (runningSince !== undefined) return undefined;
  if (nextRunAt === undefined || timer.subState === "elapsed") {
    const last = lastRunAt === undefined ? "it has never run" : `last ${formatDuration(rule.wallMs - lastRunAt)} ago`;
    const message = `${timer.unit} is active but will not start ${target.unit} again (${stateName(timer)}), ${last}`;
    return downAfter(judging, { reason: "next-run", message, ms: settleMs });
  }
  const lateMs = rule.wallMs - nextRunAt;
  if (lateMs <= accuracyMs + lateLimitMs) return undefined;
  return down(`${timer.unit} is overdue: it should have started ${target.unit} ${formatDuration(lateMs)} ago`);
}

function judgeAge({ facts, rule }: Judging): TimerVerdict | undefined {
  const { maxAgeMs, wallMs } = rule;
  const { timer, target, lastRunAt, activeSince } = facts;
  if (maxAgeMs === undefined) return undefined;
  // Forgotten runs, for example after a boot, are not a fault: the age then counts from the start of the timer.
  const age = wallMs - (lastRunAt ?? activeSince ?? wallMs);
  if (age <= maxAgeMs) return undefined;
  const never = `has not started ${target.unit} since its own start ${formatDuration(age)} ago`;
  const old = `started ${target.unit} last ${formatDuration(age)} ago`;
  return down(
    `${timer.unit} ${lastRunAt === undefined ? never : old}, at most ${formatDuration(maxAgeMs)} are allowed`,
  );
}

/** When something may be wrong at the earliest although nothing is heard. */
function nextLimit({ facts, rule }: Judging): { lookAgainAfterMs?: number } {
  const { nextRunAt, accuracyMs, lastRunAt, activeSince } = facts;
  const overdueAt = nextRunAt === undefined ? undefined : nextRunAt + accuracyMs + lateLimitMs;
  const since = lastRunAt ?? activeSince;
  const tooOldAt = rule.maxAgeMs === undefined || since === undefined ? undefined : since + rule.maxAgeMs;
  const limits = [overdueAt, tooOldAt].filter((at) => at !== undefined && at >= rule.wallMs).map((at) => Number(at));
  return limits.length === 0 ? {} : { lookAgainAfterMs: Math.min(...limits) - rule.wallMs + 1 };
}

function good(judging: Judging): TimerVerdict {
  const { facts, rule } = judging;
  const { timer, target, lastRunAt, nextRunAt } = facts;
  const skipped = target.conditionFailed ? ", skipped by a condition" : "";
  const last =
    lastRunAt === undefined ? "has not run yet" : `last run ${formatDuration(rule.wallMs - lastRunAt)} ago${skipped}`;
  const next = nextRunAt === undefined ? "" : `, next in ${formatDuration(Math.max(0, nextRunAt - rule.wallMs))}`;
  const since = sinceEnd(facts, rule, judging.history.hasFailedRun === true);
  const result: CheckResult = { status: "up", message: `${timer.unit}: ${last}${next}`, ...since };
  return { result, history: { known: "up" }, ...nextLimit(judging) };
}

/**
 * Judges a timer: UP, DOWN with the reason, or still changing. Pure.
 *
 * @param facts - what systemd says now
 * @param history - what the last verdict said to remember; {@link noTimerHistory} at first
 * @param rule - the present time, and what is asked of the timer
 */
export function judgeTimer(facts: TimerFacts, history: TimerHistory, rule: TimerRule): TimerVerdict {
  const judging = { facts, history, rule };
  return (
    judgeTimerUnit(judging) ??
    judgeLastRun(judging) ??
    judgeNextRun(judging) ??
    judgeAge(judging) ??
    judgeRun(judging) ??
    good(judging)
  );
}
