import type { CheckContext, CheckResult } from "../check.ts";
import { ToldWithLog } from "../shared/told-with-log.ts";
import { UnitLog } from "../../journal/unit-log.ts";
import { monotonicAt, monotonicNow } from "../../systemd/monotonic-clock.ts";
import type { UnitScope, UnitState, UnitStateSource } from "../../systemd/unit-state.ts";
import { judgeTimer, noTimerHistory, type TimerVerdict } from "./judge-timer.ts";
import { NextStart } from "./next-start.ts";

/** A limit further away than this is looked at again when it comes nearer, in ms: timers of Node end at 24 days. */
const longestTimerMs = 3_600_000;

/** The rules for a timer. Times in ms. */
export interface TimerWatchSettings {
  readonly timer: string;
  readonly scope: UnitScope;
  readonly maxAgeMs: number | undefined;
  readonly maxRuntimeMs: number | undefined;
  readonly downAfterMs: number;
  readonly logLines: boolean;
}

interface Judged {
  readonly result: CheckResult;
  /** The unit whose log says why. */
  readonly about: UnitState;
}

/** Watches one timer and what it starts: by events, and by limits that end without one. */
export class TimerWatch {
  readonly #settings: TimerWatchSettings;
  readonly #context: CheckContext;
  readonly #source: UnitStateSource;
  readonly #told: ToldWithLog;
  readonly #nextStart = new NextStart();
  #history = noTimerHistory;
  #timer: NodeJS.Timeout | undefined;
  #target: string | undefined;
  #stopWatchingTarget: (() => void) | undefined;
  #isLooking = false;
  /** Whether something has happened since the look under way began. */
  #isStale = false;
  /** Judgements follow one another: an older one must not have the last word. */
  #judged: Promise<unknown> = Promise.resolve();

  constructor(settings: TimerWatchSettings, context: CheckContext) {
    this.#settings = settings;
    this.#context = context;
    const { scope, logLines } = settings;
    const { signal, logger, report, units, clean = (text: string) => text } = context;
    const log = new UnitLog({ scope, logger, clean, signal: () => signal });
    this.#told = new ToldWithLog({ report, lastLine: async (state) => (logLines ? log.lastLine(state) : undefined) });
    this.#source = units(scope);
    const stopWatching = this.#source.watch([settings.timer], () => this.#onEvent());
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      stopWatching();
      this.#stopWatchingTarget?.();
    });
  }

  /** Looks now. Never throws. */
  async look(): Promise<CheckResult> {
    const startedAt = performance.now();
    try {
      const { result, about } = await this.#judge();
      return await this.#told.answer({ ...result, durationMs: performance.now() - startedAt }, about);
    } catch (error) {
      return { status: "noData", message: (error as Error).message };
    }
  }

  /** Events that come during a look are answered by one more. */
  #onEvent(): void {
    this.#isStale = true;
    if (!this.#isLooking) void this.#lookAfterEvents();
  }

  async #lookAfterEvents(): Promise<void> {
    this.#isLooking = true;
    while (this.#isStale && !this.#context.signal.aborted) {
      this.#isStale = false;
      try {
        const { result, about } = await this.#judge();
        this.#told.report(result, about);
      } catch {
        // The next look at the latest says that nothing can be read.
      }
    }
    this.#isLooking = false;
  }

  #judge(): Promise<Judged> {
    const next = this.#judged.then(() => this.#judgeNow());
    this.#judged = next.catch(() => undefined);
    return next;
  }

  async #judgeNow(): Promise<Judged> {
    const { timer, scope, maxAgeMs, maxRuntimeMs, downAfterMs } = this.#settings;
    // Loaded when it is needed: a process that only reads configs needs no D-Bus.
    const { readTimer } = await import("./read-timer.ts");
    const facts = await readTimer(timer, scope);
    this.#watchTarget(facts.target.unit);
    const verdict = judgeTimer(facts, this.#history, {
      wallMs: Date.now(),
      monotonicMs: monotonicNow(),
      maxAgeMs,
      maxRuntimeMs,
      nextStartAt: maxRuntimeMs === undefined ? await this.#nextStart.after(facts) : undefined,
      downAfterMs,
      bootingUntil: this.#source.phase === "starting" ? monotonicAt(this.#context.bootGraceUntil) : undefined,
    });
    this.#history = verdict.history;
    this.#planNext(verdict);
    // The timer itself logs nothing that its reason does not say.
    const about = verdict.isFailedRun === true ? facts.target : { ...facts.timer, invocationId: "" };
    return { result: verdict.result, about };
  }

  #watchTarget(target: string): void {
    if (this.#target === target || this.#context.signal.aborted) return;
    this.#stopWatchingTarget?.();
    this.#target = target;
    this.#stopWatchingTarget = this.#source.watch([target], () => this.#onEvent());
  }

  #planNext({ lookAgainAfterMs }: TimerVerdict): void {
    clearTimeout(this.#timer);
    if (lookAgainAfterMs === undefined || this.#context.signal.aborted) return;
    this.#timer = setTimeout(() => this.#onEvent(), Math.min(Math.ceil(lookAgainAfterMs), longestTimerMs));
  }
}
