import type { CheckResult } from "../checks/check-result.ts";
import type { CheckContext } from "../checks/define-check-type.ts";
import { judgeUnit, noUnitHistory, type JudgeOptions } from "./judge-unit.ts";
import { judgeUnits, noUnitsHistory } from "./judge-units.ts";
import { tickMaxAgeMs } from "./unit-check-settings.ts";
import { isUnitPattern } from "./unit-pattern.ts";
import type { ReadOptions, UnitState, UnitStateSource } from "./unit-state.ts";

/** What is watched, and how patient one is with it. */
export interface UnitWatchOptions {
  /** A name or a pattern. */
  readonly unit: string;
  /** How many units must match a pattern. */
  readonly atLeast: number;
  readonly downAfterMs: number;
  readonly source: UnitStateSource;
}

/** A verdict without its history. */
interface Judged {
  readonly result: CheckResult;
  readonly lookAgainAfterMs?: number;
}

interface Target {
  read(options: ReadOptions): Promise<Judged>;
  /** @returns ends the watching */
  watch(onChange: (judged: Judged) => void): () => void;
}

type Patience = () => JudgeOptions;

function oneUnit({ unit, source }: UnitWatchOptions, patience: Patience): Target {
  let history = noUnitHistory;
  function judge(state: UnitState): Judged {
    const verdict = judgeUnit(state, history, patience());
    history = verdict.history;
    return verdict;
  }
  return {
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
  { report, signal, bootGraceUntil }: Pick<CheckContext, "report" | "signal" | "bootGraceUntil">,
): { look(): Promise<CheckResult> } {
  const { unit, downAfterMs, source } = options;
  let timer: NodeJS.Timeout | undefined;
  const patience: Patience = () => ({
    now: performance.now(),
    downAfterMs,
    bootingUntil: source.phase === "starting" ? bootGraceUntil : undefined,
  });
  const target = isUnitPattern(unit) ? allThatMatch(options, patience) : oneUnit(options, patience);

  function take({ result, lookAgainAfterMs }: Judged): CheckResult {
    clearTimeout(timer);
    timer =
      lookAgainAfterMs === undefined || signal.aborted
        ? undefined
        : // A limit that ends is no reason to believe an old answer.
          setTimeout(() => void look({ maxAgeMs: 0 }).then(report), Math.ceil(lookAgainAfterMs));
    return result;
  }

  async function look(readOptions: ReadOptions): Promise<CheckResult> {
    try {
      return take(await target.read(readOptions));
    } catch (error) {
      return { status: "noData", message: (error as Error).message };
    }
  }

  const stopWatching = target.watch((judged) => report(take(judged)));
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    stopWatching();
  });
  return { look: () => look({ maxAgeMs: tickMaxAgeMs }) };
}
