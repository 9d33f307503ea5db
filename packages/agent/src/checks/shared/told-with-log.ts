import { setTimeout as sleep } from "node:timers/promises";
import type { CheckResult } from "../check.ts";
import type { UnitState } from "../../systemd/unit-state.ts";

/** How long a DOWN waits for its log line, in ms; after that it goes out without, and its repetition has it. */
const patienceMs = 300;

/** The receiver of reports, and the source of the lines. */
export interface ToldWithLogOptions {
  readonly report: (result: CheckResult) => void;
  readonly lastLine: (state: UnitState) => Promise<string | undefined>;
}

/** A result and the outage that it belongs to; no outage, no line. */
interface Judged {
  readonly result: CheckResult;
  readonly outage: string | undefined;
}

interface KnownLine {
  text: string | undefined;
  /** Read once when the unit died, and once more when the dust has settled. */
  reads: number;
}

/** Twice, and some more while nothing was found: a host in trouble is slow. */
function isWorthReading({ text, reads }: KnownLine = { text: undefined, reads: 0 }): boolean {
  return reads < (text === undefined ? 5 : 2);
}

/** A unit that is missing, masked or was never started has nothing to say. */
function outageOf({ status }: CheckResult, state: UnitState) {
  const { unit, invocationId, loadState } = state;
  // A failed unit is reported with its failure, whatever refused a start since.
  const wasRefused = state.activeState === "inactive" && (state.conditionFailed || state.assertionFailed);
  const hasLog = status === "down" && loadState === "loaded" && invocationId !== "" && !wasRefused;
  return hasLog ? `${unit} ${invocationId}` : undefined;
}

/**
 * Puts the last log line of a unit into the messages that say that it is DOWN. A DOWN waits for it a moment, never
 * longer, and nothing that happens meanwhile overtakes it.
 */
export class ToldWithLog {
  readonly #options: ToldWithLogOptions;
  /** By outage; made when the first one is seen. */
  #lines: Map<string, KnownLine> | undefined;
  #latest: Judged | undefined;
  #held: Judged | undefined;
  /** The newest line since it was UP: a unit that loops dies with a new run each time, mostly for the same reason. */
  #lastText: string | undefined;

  constructor(options: ToldWithLogOptions) {
    this.#options = options;
  }

  /** Reports what was judged because of an event. */
  report(result: CheckResult, state: UnitState): void {
    const judged = this.#note(result, state);
    const { outage } = judged;
    // A start under way is not news while the DOWN before it still waits to be reported.
    if (this.#held !== undefined && result.status === "pending") return;
    if (outage !== undefined && this.#held?.outage === outage) {
      this.#held = judged;
      return;
    }
    this.#release();
    if (outage === undefined || this.#lines?.has(outage) === true) {
      this.#options.report(this.#withLine(judged));
      return;
    }
    this.#held = judged;
    void this.#releaseWithLine(outage, state);
  }

  /** Answers a look with what is the case once the line is there: an event may have come meanwhile. */
  answer(result: CheckResult, state: UnitState): CheckResult | Promise<CheckResult> {
    const judged = this.#note(result, state);
    if (result.status === "pending") return result;
    // An earlier event is reported before this one.
    if (judged.outage !== this.#held?.outage) this.#release();
    return judged.outage !== undefined && isWorthReading(this.#lines?.get(judged.outage))
      ? this.#answerWithNewLine(judged, judged.outage, state)
      : this.#withLine(this.#latest ?? judged);
  }

  async #answerWithNewLine(judged: Judged, outage: string, state: UnitState): Promise<CheckResult> {
    await this.#fetch(outage, state);
    return this.#withLine(this.#latest ?? judged);
  }

  #note(result: CheckResult, state: UnitState): Judged {
    const judged = { result, outage: outageOf(result, state) };
    // A start under way does not take back a DOWN, which may still wait for its line.
    if (result.status !== "pending" || this.#latest?.result.status !== "down") this.#latest = judged;
    if (result.status === "up") {
      this.#lines = undefined;
      this.#lastText = undefined;
    }
    return judged;
  }

  async #releaseWithLine(outage: string, state: UnitState): Promise<void> {
    await this.#fetch(outage, state);
    if (this.#held?.outage === outage) this.#release();
  }

  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#options.report(this.#withLine(held));
  }

  async #fetch(outage: string, state: UnitState): Promise<void> {
    this.#lines ??= new Map();
    const known = this.#lines.get(outage) ?? { text: undefined, reads: 0 };
    known.reads += 1;
    this.#lines.set(outage, known);
    const read = async (): Promise<void> => {
      const text = await this.#options.lastLine(state);
      known.text = text ?? known.text;
      // It came too late when the unit is UP again meanwhile.
      if (this.#lines?.get(outage) === known) this.#lastText = known.text ?? this.#lastText;
    };
    await Promise.race([read(), sleep(patienceMs)]);
  }

  #withLine({ result, outage }: Judged): CheckResult {
    const line = outage === undefined ? undefined : (this.#lines?.get(outage)?.text ?? this.#lastText);
    return line === undefined ? result : { ...result, message: `${result.message}; last log: "${line}"` };
  }
}
