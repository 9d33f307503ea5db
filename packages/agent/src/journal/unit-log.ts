import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../logger.ts";
import type { UnitScope, UnitState } from "../systemd/unit-state.ts";
import { lastEndedRun, lastUsefulLine, sawEndOf } from "./last-useful-line.ts";
import { readUnitLog, type UnitLogEntries } from "./read-together.ts";

/** How long to wait before asking again for what journald has not taken yet, in ms. */
const askAgainAfterMs = 40;

/** How long asking may go on altogether, in ms; the caller waits less. */
const patienceMs = 5_000;

/** A line in a report has this many characters at most. */
const longestLine = 300;

/** The owner of the log, and the receiver of troubles. */
export interface UnitLogOptions {
  readonly scope: UnitScope;
  readonly logger: Logger | undefined;
  /** Makes a text fit to leave the host: one line, without secrets. */
  readonly clean: (text: string) => string;
  /** Ends the reading. */
  readonly signal: () => AbortSignal;
}

/** Each agent says once that it may not read the journal, however many checks would like to. */
const complained = new WeakSet<Logger>();

function shortened(line: string): string {
  const characters = Array.from(line);
  return characters.length <= longestLine ? line : `${characters.slice(0, longestLine).join("").trimEnd()}…`;
}

/** Whether a run of the unit is under way: then the log of the one before says why it is DOWN. */
function runsAgain({ activeState, subState }: UnitState): boolean {
  return activeState === "active" || (activeState === "activating" && !subState.startsWith("auto-restart"));
}

/** The last line of the unit's last run, and whether the end of that was logged by now. */
function lineIn({ entries }: UnitLogEntries, state: UnitState): { readonly line?: string; readonly hasEnd: boolean } {
  const run = runsAgain(state) ? lastEndedRun(entries) : state.invocationId;
  const line = run === "" ? undefined : lastUsefulLine(entries, run);
  return { ...(line === undefined ? {} : { line }), hasEnd: sawEndOf(entries, run) };
}

/** The last log lines of a unit's last run. */
export class UnitLog {
  readonly #options: UnitLogOptions;

  constructor(options: UnitLogOptions) {
    this.#options = options;
  }

  /**
   * The last useful line of the unit's last run, clean and short; undefined when there is none or the journal cannot be
   * read. Lines right before the end may take journald some milliseconds. Never throws.
   *
   * @param state - of the unit, when it went DOWN
   */
  async lastLine(state: UnitState): Promise<string | undefined> {
    const until = performance.now() + patienceMs;
    // A run that is known is found among the entries of other units, unless these are too many.
    let isCrowded = false;
    for (let reads = 1; ; reads += 1) {
      const isAlone: boolean = runsAgain(state) || (isCrowded && reads > 2);
      const found: UnitLogEntries | undefined = await this.#read(state.unit, isAlone);
      if (found === undefined) return undefined;
      const { line, hasEnd } = lineIn(found, state);
      isCrowded = found.isFull && !isAlone && line === undefined;
      const isDone = (hasEnd && !isCrowded) || performance.now() > until || this.#options.signal().aborted;
      if (isDone) return this.#fit(line);
      await sleep(askAgainAfterMs);
    }
  }

  #fit(line: string | undefined): string | undefined {
    if (line === undefined) return undefined;
    // Masked first and cut then: a cut could leave half a secret that nobody recognises.
    return shortened(this.#options.clean(line));
  }

  async #read(unit: string, isAlone: boolean): Promise<UnitLogEntries | undefined> {
    const { scope, logger, signal } = this.#options;
    const found = await readUnitLog({ scope, unit, isAlone, signal: signal() });
    if (found.end.ok) return found;
    if (logger !== undefined && !complained.has(logger)) {
      complained.add(logger);
      logger.warn(`log lines are left out of messages: ${found.end.reason}`);
    }
    return undefined;
  }
}
