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
import { isRun } from "./since-when.ts";
import { isUnitPattern } from "../../systemd/unit-pattern.ts";
import { restsForTriggers, TriggerWatch } from "./trigger-watch.ts";

/** The watched units, and the patience with them. */
export interface UnitWatchOptions {
  /** A name or a pattern. */
  readonly unit: string;
  /** How many units must match a pattern. */
  readonly atLeast: number;
  readonly downAfterMs: number;
  /** How long a oneshot may be at work; for ever when undefined. */
  readonly maxRuntimeMs: number | undefined;
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

/** A limit further away than this is looked at again when it comes nearer, in ms: timers of Node end at 24 days. */
const longestTimerMs = 3_600_000;

/** A unit that changes while its triggers are read is read again so many times. */
const mostReadings = 5;

interface Target {
  /** What is known well enough for a tick, without asking. */
  recent?(): Judged | undefined;
  read(options: ReadOptions): Promise<Judged>;
  /**
   * @param onChange - called with what an event says
   * @param onQuestion - called when one leaves open how it is
   * @returns ends the watching
   */
  watch(onChange: (judged: Judged) => void, onQuestion: () => void): () => void;
}

type Patience = () => JudgeOptions;

/** Reads one or several units together with those that start them. */
class CompleteReading {
  readonly #triggers: TriggerWatch;
  /** Counts events: what was read before one must not be judged after it. */
  #heard = 0;
  #onQuestion: () => void = () => undefined;

  constructor(source: UnitStateSource) {
    this.#triggers = new TriggerWatch(source, () => this.#onQuestion());
  }

  async read(read: () => Promise<readonly UnitState[]>, options: ReadOptions): Promise<readonly UnitState[]> {
    for (let reading = 1; ; reading += 1) {
      const asked = this.#heard;
      const states = await this.#triggers.complete(await read(), options);
      if (asked === this.#heard || reading === mostReadings) return states;
    }
  }

  /** @returns whether an event says all; else it is asked for */
  isAll(states: readonly UnitState[]): boolean {
    this.#heard += 1;
    const isAll = !states.some((state) => restsForTriggers(state));
    if (!isAll) this.#onQuestion();
    return isAll;
  }

  /** @returns ends `stop` and the listening to triggers */
  watch(onQuestion: () => void, stop: () => void): () => void {
    this.#onQuestion = onQuestion;
    return () => {
      this.#triggers.stop();
      stop();
    };
  }
}

function oneUnit({ unit, source }: UnitWatchOptions, patience: Patience): Target {
  let history = noUnitHistory;
  const reading = new CompleteReading(source);
  /** The judgement that stands for as long as the state is the same; undefined while time alone may change it. */
  let standing: Judged | undefined;
  function judge(state: UnitState): Judged {
    if (standing?.state === state) return standing;
    const verdict = judgeUnit(state, history, patience());
    const isSteady = verdict.lookAgainAfterMs === undefined && verdict.history.known === history.known;
    history = verdict.history;
    const isUp = verdict.result.status === "up";
    const result = isUp && isRun(state) ? { ...verdict.result, isRun: true } : verdict.result;
    const judged = { state, ...verdict, result };
    standing = isSteady ? judged : undefined;
    return judged;
  }
  return {
    recent() {
      const state = source.recent?.(unit, tickMaxAgeMs);
      return state === undefined || restsForTriggers(state) ? undefined : judge(state);
    },
    async read(options) {
      const [state] = await reading.read(() => source.read([unit], options), options);
      return state === undefined ? { result: { status: "noData", message: "systemd told nothing" } } : judge(state);
    },
    watch: (onChange, onQuestion) =>
      reading.watch(
        onQuestion,
        source.watch([unit], (state) => {
          if (reading.isAll([state])) onChange(judge(state));
        }),
      ),
  };
}

function allThatMatch({ unit: pattern, atLeast, source }: UnitWatchOptions, patience: Patience): Target {
  const query = { patterns: [pattern], states: [] };
  let history = noUnitsHistory;
  const reading = new CompleteReading(source);
  function judge(states: readonly UnitState[]): Judged {
    const verdict = judgeUnits(states, history, { ...patience(), pattern, atLeast });
    history = verdict.history;
    return verdict;
  }
  return {
    read: async (options) => judge(await reading.read(() => source.readMatching(query, options), options)),
    watch: (onChange, onQuestion) =>
      reading.watch(
        onQuestion,
        source.watchMatching(query, (states) => {
          if (reading.isAll(states)) onChange(judge(states));
        }),
      ),
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
  const { unit, downAfterMs, maxRuntimeMs, source, told, restarter } = options;
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const patience: Patience = () => ({
    now: monotonicNow(),
    downAfterMs,
    maxRuntimeMs,
    bootingUntil: source.phase === "starting" ? monotonicAt(bootGraceUntil) : undefined,
  });
  const target = isUnitPattern(unit) ? allThatMatch(options, patience) : oneUnit(options, patience);

  function take({ result, state, lookAgainAfterMs }: Judged): CheckResult {
    clearTimeout(timer);
    timer =
      lookAgainAfterMs === undefined || hasEnded
        ? undefined
        : // The end of a limit does not make an old answer true.
          setTimeout(lookAgain, Math.min(Math.ceil(lookAgainAfterMs), longestTimerMs));
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
  }, lookAgain);
  onEnd(() => {
    hasEnded = true;
    clearTimeout(timer);
    stopWatching();
  });
  return { longestLookMs: longestUnitLookMs, look: lookAtTick, lookAgain };
}
