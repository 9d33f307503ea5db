import type { Check, CheckContext, CheckResult } from "../check.ts";
import type { ToldWithLog } from "../shared/told-with-log.ts";
import type { UnitRestarter } from "./restart/unit-restarter.ts";
import { judgeUnit, noUnitHistory, type JudgeOptions } from "./judge-unit.ts";
import { judgeUnits, noUnitsHistory } from "./judge-units.ts";
import { monotonicAt, monotonicNow } from "../../systemd/monotonic-clock.ts";
import {
  longestUnitLookMs,
  tickMaxAgeMs,
  type ReadOptions,
  type UnitState,
  type UnitStateSource,
} from "../../systemd/unit-state.ts";
import { isUnitPattern } from "../../systemd/unit-pattern.ts";

/** The watched units, and the patience with them. */
export interface UnitWatchOptions {
  /** A name or a pattern. */
  readonly unit: string;
  /** How many units must match a pattern. */
  readonly atLeast: number;
  readonly downAfterMs: number;
  readonly source: UnitStateSource;
  /** Quotes the log of a unit that is DOWN; of one unit, never of a pattern. */
  readonly told?: ToldWithLog | undefined;
  /** Restarts a unit that has failed; of one unit, never of a pattern. */
  readonly restarter?: UnitRestarter | undefined;
}

/** A watch at work. At a tick a state that was read a moment ago is enough. */
export interface UnitWatch extends Check {
  /** Looks once more, and reports the result. */
  lookAgain(): void;
}

/** A verdict without its history. */
interface Judged {
  readonly result: CheckResult;
  /** What was judged, when it is one unit. */
  readonly state?: UnitState;
  readonly lookAgainAfterMs?: number;
}

interface Target {
  /** What is known well enough for a tick, without asking. */
  recent?(): Judged | undefined;
  read(options: ReadOptions): Promise<Judged>;
  /** @returns ends the watching */
  watch(onChange: (judged: Judged) => void): () => void;
}

type Patience = () => JudgeOptions;

function oneUnit({ unit, source }: UnitWatchOptions, patience: Patience): Target {
  let history = noUnitHistory;
  /** The judgement that stands for as long as the state is the same; undefined while time alone may change it. */
  let standing: Judged | undefined;
  function judge(state: UnitState): Judged {
    if (standing?.state === state) return standing;
    const verdict = judgeUnit(state, history, patience());
    const isSteady = verdict.lookAgainAfterMs === undefined && verdict.history.known === history.known;
    history = verdict.history;
    const judged = { state, ...verdict };
    standing = isSteady ? judged : undefined;
    return judged;
  }
  return {
    recent() {
      const state = source.recent?.(unit, tickMaxAgeMs);
      return state && judge(state);
    },
    async read(options) {
      const [state] = await source.read([unit], options);
      return state === undefined ? { result: { status: "noData", message: "systemd told nothing" } } : judge(state);
    },
    watch: (onChange) => source.watch([unit], (state) => onChange(judge(state))),
  };
}

function allThatMatch({ unit: pattern, atLeast, source }: UnitWatchOptions, patience: Patience): Target {
  const query = { patterns: [pattern], states: [] };
  let history = noUnitsHistory;
  function judge(states: readonly UnitState[]): Judged {
    const verdict = judgeUnits(states, history, { ...patience(), pattern, atLeast });
    history = verdict.history;
    return verdict;
  }
  return {
    read: async (options) => judge(await source.readMatching(query, options)),
    watch: (onChange) => source.watchMatching(query, (states) => onChange(judge(states))),
  };
}

/**
 * Watches one unit, or all that match a pattern, until the check is not wanted any more.
 *
 * @param options - what is watched
 * @param context - of the check
 */
export function watchUnits(
  options: UnitWatchOptions,
  { report, onEnd, bootGraceUntil }: Pick<CheckContext, "report" | "onEnd" | "bootGraceUntil">,
): UnitWatch {
  const { unit, downAfterMs, source, told, restarter } = options;
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const patience: Patience = () => ({
    now: monotonicNow(),
    downAfterMs,
    bootingUntil: source.phase === "starting" ? monotonicAt(bootGraceUntil) : undefined,
  });
  const target = isUnitPattern(unit) ? allThatMatch(options, patience) : oneUnit(options, patience);

  function take({ result, state, lookAgainAfterMs }: Judged): CheckResult {
    clearTimeout(timer);
    timer =
      lookAgainAfterMs === undefined || hasEnded
        ? undefined
        : // The end of a limit does not make an old answer true.
          setTimeout(lookAgain, Math.ceil(lookAgainAfterMs));
    return state === undefined ? result : (restarter?.take(state, result) ?? result);
  }

  async function look(readOptions: ReadOptions): Promise<CheckResult> {
    const startedAt = performance.now();
    try {
      const judged = await target.read(readOptions);
      return await answer(judged, performance.now() - startedAt);
    } catch (error) {
      return { status: "noData", message: (error as Error).message };
    }
  }

  function answer(judged: Judged, durationMs: number): CheckResult | Promise<CheckResult> {
    const result = { durationMs, ...take(judged) };
    return judged.state === undefined || told === undefined ? result : told.answer(result, judged.state);
  }

  function lookAtTick(): CheckResult | Promise<CheckResult> {
    const recent = target.recent?.();
    return recent === undefined ? look({ maxAgeMs: tickMaxAgeMs }) : answer(recent, 0);
  }

  function lookAgain(): void {
    void look({ maxAgeMs: 0 }).then(report);
  }

  const stopWatching = target.watch((judged) => {
    const result = take(judged);
    if (judged.state === undefined || told === undefined) report(result);
    else told.report(result, judged.state);
  });
  onEnd(() => {
    hasEnded = true;
    clearTimeout(timer);
    stopWatching();
  });
  return { longestLookMs: longestUnitLookMs, look: lookAtTick, lookAgain };
}
