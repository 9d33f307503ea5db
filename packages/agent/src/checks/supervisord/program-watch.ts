import type { CheckResult } from "../check.ts";
import { choosePrograms, type ChosenPrograms } from "./choose-programs.ts";
import { judgeAbsence, type Absence } from "./judge-absence.ts";
import { soughtEnd, type ProgramPatience } from "./judge-program.ts";
import { noProgramHistory } from "./program-history.ts";
import { forgetRuns, judgePrograms, noProgramsHistory } from "./judge-programs.ts";
import { lastEnd, type ProgramEnd } from "./last-end.ts";
import {
  watchSupervisor,
  type SupervisorPollOptions,
  type SupervisorSnapshot,
  type SupervisorWatch,
} from "./supervisor-poll.ts";

/** Which programs of which supervisord to watch. */
export interface ProgramWatchOptions {
  readonly supervisor: SupervisorPollOptions;
  /** As the config names them; all when left out. */
  readonly programs?: readonly string[];
  readonly patience: ProgramPatience;
  /** Gets every result that says something new. */
  readonly report: (result: CheckResult) => void;
}

/** Programs of one supervisord, as one check sees them. */
export class ProgramWatch {
  readonly #options: ProgramWatchOptions;
  readonly #watch: SupervisorWatch;
  #history = noProgramsHistory;
  #absence: Absence | undefined;
  #told = "";
  /** One judgement at a time: each builds on the one before. */
  #judging: Promise<unknown> = Promise.resolve();
  #judged: { readonly snapshot: SupervisorSnapshot; readonly result: Promise<CheckResult> } | undefined;

  constructor(options: ProgramWatchOptions) {
    this.#options = options;
    this.#watch = watchSupervisor(options.supervisor, (snapshot) => void this.#hear(snapshot));
  }

  /** Asks and judges now. */
  async look(): Promise<CheckResult> {
    const result = await this.#inTurn(await this.#watch.ask());
    this.#isNews(result);
    return result;
  }

  stop(): void {
    this.#watch.stop();
  }

  async #hear(snapshot: SupervisorSnapshot): Promise<void> {
    try {
      const result = await this.#inTurn(snapshot);
      if (this.#isNews(result)) this.#options.report(result);
    } catch (error) {
      this.#options.report({ status: "noData", message: `the check failed: ${(error as Error).message}` });
    }
  }

  #isNews({ status, message }: CheckResult): boolean {
    const before = this.#told;
    this.#told = `${status} ${message}`;
    return this.#told !== before;
  }

  /** A snapshot that a poll and a look share is judged once: a death is seen in the first look at it only. */
  #inTurn(snapshot: SupervisorSnapshot): Promise<CheckResult> {
    if (this.#judged?.snapshot === snapshot) return this.#judged.result;
    const result = this.#judging.then(() => this.#judge(snapshot));
    this.#judging = result.catch(() => undefined);
    this.#judged = { snapshot, result };
    return result;
  }

  async #judge(snapshot: SupervisorSnapshot): Promise<CheckResult> {
    const { patience, programs } = this.#options;
    const now = performance.now();
    if (!snapshot.ok) {
      const options = { now, downAfterMs: patience.downAfterMs };
      const { result, absence } = judgeAbsence(snapshot.error, this.#absence, options);
      this.#absence = absence;
      this.#history = forgetRuns(this.#history, result.status === "down");
      return result;
    }
    this.#absence = undefined;
    const chosen = choosePrograms(snapshot.programs, programs);
    const { result, history } = judgePrograms(
      { chosen, now, wallMs: Date.now(), ends: await this.#ends(chosen) },
      this.#history,
      patience,
    );
    this.#history = history;
    return { ...result, durationMs: snapshot.tookMs };
  }

  /** Asks supervisord's log only when the reply does not say enough. */
  async #ends({ programs }: ChosenPrograms): Promise<ReadonlyMap<string, ProgramEnd>> {
    const sought = programs.flatMap((program) => {
      const which = soughtEnd(program, this.#history.programs.get(program.id) ?? noProgramHistory);
      return which === undefined ? [] : [{ program, which }];
    });
    if (sought.length === 0) return new Map();
    const log = await this.#watch.logEnd();
    return new Map(
      sought.flatMap(({ program, which }): [string, ProgramEnd][] => {
        const end = lastEnd(log, program.name, which);
        return end === undefined ? [] : [[program.id, end]];
      }),
    );
  }
}
