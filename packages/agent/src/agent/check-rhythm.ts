import { pushPeriodSeconds } from "../push-period.ts";

/** A check that could not look is given so long at the most before it is DOWN, in ms: there are two looks within it. */
const longestDoubtMs = 14_000;

/** The settings that decide it, in s. */
export interface RhythmSettings {
  /** Of the monitor. */
  readonly interval: number;
  /** With every push when left out. */
  readonly lookEvery?: number | undefined;
}

/** How often a check looks, and with which of its looks it pushes although nothing has changed. */
export class CheckRhythm {
  /** Between two pushes, in ms. */
  readonly periodMs: number;
  /** Between two looks, in ms; never longer. */
  readonly lookMs: number;
  /** How long it may not be able to look, in ms. */
  readonly doubtMs: number;
  readonly #looks: number;
  #left: number;

  /**
   * @param settings - of the check
   * @param random - from 0 to below 1; spreads the pushes of many checks that look together
   */
  constructor({ interval, lookEvery = Number.POSITIVE_INFINITY }: RhythmSettings, random = Math.random()) {
    this.periodMs = pushPeriodSeconds(interval) * 1000;
    this.lookMs = Math.min(this.periodMs, lookEvery * 1000);
    this.doubtMs = Math.min(this.periodMs / 2, longestDoubtMs);
    this.#looks = Math.floor(this.periodMs / this.lookMs);
    this.#left = 1 + Math.floor(random * this.#looks);
  }

  /** Counts a look. @returns whether a push is due with it */
  count(): boolean {
    this.#left -= 1;
    if (this.#left > 0) return false;
    this.#left = this.#looks;
    return true;
  }

  /** How long until the next push, in ms. @param untilLook - until the next look, in ms */
  untilPush(untilLook: number): number {
    return untilLook + (this.#left - 1) * this.lookMs;
  }
}
