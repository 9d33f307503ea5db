import { GiveUp } from "./give-up.ts";
import type { Beat } from "./push-client.ts";
import { lateNote } from "./late-note.ts";
import type { PushFailure, PushOutcome } from "./push-outcome.ts";

/** How long a push of a change may take, in ms: a server of version 2 answers it only after everybody was notified. */
export const changeTimeoutMs = 120_000;
const heartbeatTimeoutMs = 15_000;

const firstRetryMs = 1_000;
const lastRetryMs = 15_000;

/** A change that is reported later than this says so, in ms. */
const lateAfterMs = 10_000;

/** A monitor that is not there is asked again after so many push periods: before its interval would be over. */
const periodsWithoutMonitor = 1.5;

/** A repetition within this time is left out while the same beat is under way, in ms. */
const sameMomentMs = 1_000;

/** A beat that comes so many push periods after the one before it is more than a plain heartbeat. */
const latePeriods = 1.5;

/** More changes than this are not kept while the server is away. */
const mostEntries = 16;

/** How one beat is to be sent. */
export interface SendLimits {
  /** How long the answer may take, in ms. */
  readonly timeoutMs: number;
  readonly giveUp: GiveUp;
  /** Whether the beat is more than a heartbeat. */
  readonly isChange: boolean;
}

/** A queue's knowledge of its server. */
export interface ServerPresence {
  /** Whether it is known to be away: then there is no use in trying. */
  readonly isAway: boolean;
  /** Calls back once when it is worth trying again; returns what ends the waiting. */
  onBack(failure: PushFailure, listener: () => void): () => void;
}

/** A queue's way to send, and its listeners. */
export interface PushQueueOptions {
  /** Sends one beat; never throws. */
  readonly send: (beat: Beat, limits: SendLimits) => Promise<PushOutcome>;
  /** The monitor's push period, in ms: no retry waits longer. */
  readonly periodMs: number;
  /** Whether the server is there; without it only time shows. */
  readonly presence?: ServerPresence | undefined;
  /** Called after every attempt. */
  readonly onOutcome?: (beat: Beat, outcome: PushOutcome) => void;
}

interface Entry {
  beat: Beat;
  /** Whether its state differs from the one before it. */
  isChange: boolean;
  /** When the change happened, monotonic ms. */
  readonly since: number;
  /** When the next change ended this state, monotonic ms. */
  until?: number;
  /** Changes that were left out before this one. */
  skipped: number;
  /** Whether what is known to be recorded was forgotten while this one was under way. */
  isOutdated?: boolean;
}

/** Whether an event and a look have found the same in the same moment, as when a check starts. */
function isSaid(underWay: Entry | undefined, { status, message }: Beat): boolean {
  if (underWay?.beat.status !== status || underWay.beat.message !== message) return false;
  return underWay.isOutdated !== true && performance.now() - underWay.since < sameMomentMs;
}

/**
 * The beats of one monitor on their way to the server: one at a time and in order.
 *
 * A beat that only repeats a state gives way to a newer one. A change of state is kept until the server has recorded
 * it. So a DOWN that was over before it could be reported is reported all the same, and then the UP.
 */
export class PushQueue {
  #options: PushQueueOptions;
  /** Ends the attempt under way, when the queue is not to wait for it any more. */
  readonly #giveUp = new GiveUp();
  #entries: Entry[] = [];
  #inFlight: Entry | undefined;
  #delivered: Beat["status"] | undefined;
  /** When that was sent, monotonic ms: the server may hold its answer for long. */
  #deliveredAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #running: Promise<void> | undefined;
  #wakeUp: (() => void) | undefined;
  #isStopping = false;
  /** Until when the monitor, which is not there, is left alone, monotonic ms. */
  #notBefore = 0;

  constructor(options: PushQueueOptions) {
    this.#options = options;
  }

  /** Goes on with other settings, as after a reload; what waits and what is known to be recorded stay. */
  reconfigure(options: PushQueueOptions): void {
    const isNewWay = options.presence !== this.#options.presence;
    this.#options = options;
    this.askAgain();
    // Nobody calls back for the former one any more.
    if (isNewWay) this.#wakeUp?.();
  }

  /** A monitor that was not there may be by now: the next beat asks for it. */
  askAgain(): void {
    this.#notBefore = 0;
  }

  /** Another server listens from now on, or the machine has slept: nobody knows what the server believes. */
  forgetRecorded(): void {
    this.#delivered = undefined;
    this.#notBefore = 0;
    if (this.#inFlight !== undefined) this.#inFlight.isOutdated = true;
  }

  /** Lets go of what waits. A beat that is on its way cannot be called back, but is not sent again when it fails. */
  forgetWaiting(): void {
    this.#entries = this.#entries.filter((entry) => entry === this.#inFlight);
    for (const entry of this.#entries) entry.isChange = false;
  }

  /** Takes the newest state. A change goes out at once, a repetition when nothing is in its way. */
  submit(beat: Beat): void {
    const tail = this.#entries.at(-1);
    if (this.#isStopping || isSaid(this.#inFlight === tail ? tail : undefined, beat)) return;
    const isChange = beat.status !== this.#statusAfter(tail);
    const waiting = tail === this.#inFlight ? undefined : tail;
    if (waiting !== undefined && !isChange) this.#repeat(waiting, beat);
    else this.#append(beat, { isChange, waiting });
    if (isChange) this.#wakeUp?.();
    else if (performance.now() < this.#notBefore) return;
    this.#running ??= this.#run();
  }

  /** What the server believes once it has this; undefined when nobody knows. */
  #statusAfter(tail: Entry | undefined): Beat["status"] | undefined {
    return tail === undefined || tail.isOutdated === true ? this.#delivered : tail.beat.status;
  }

  #append(beat: Beat, { isChange, waiting }: { isChange: boolean; waiting: Entry | undefined }): void {
    const now = performance.now();
    const before = this.#entries.at(-1);
    // Also of one under way: it may have to be sent again.
    if (isChange && before?.isChange === true) before.until = now;
    if (waiting?.isChange === false) this.#entries.pop();
    this.#entries.push({ beat, isChange, since: now, skipped: 0 });
    this.#dropMiddle();
  }

  /**
   * Takes the newer words for a state that still waits; a waiting recovery says how long it lasted, its repetition
   * less.
   */
  #repeat(waiting: Entry, beat: Beat): void {
    if (!waiting.isChange || beat.status === "down") waiting.beat = beat;
  }

  /**
   * Ends the queue: what is on its way and changes that wait are sent, repetitions are not.
   *
   * @param graceMs - how long that may take
   */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    this.#entries = this.#entries.filter((entry) => entry.isChange || entry === this.#inFlight);
    this.#wakeUp?.();
    const timer = setTimeout(() => this.#giveUp.call(), graceMs);
    await this.#running;
    clearTimeout(timer);
  }

  /** Takes out one DOWN and its UP, or the other way round, so that what remains still alternates. */
  #dropMiddle(): void {
    if (this.#entries.length <= mostEntries) return;
    const [first, second] = this.#entries.splice(1, 2);
    const next = this.#entries[1];
    if (next !== undefined) next.skipped += 2 + (first?.skipped ?? 0) + (second?.skipped ?? 0);
  }

  async #run(): Promise<void> {
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      this.#inFlight = entry;
      entry.isOutdated = false;
      const beat = this.#beatOf(entry);
      const sentAt = performance.now();
      const options = this.#options;
      const outcome = await options.send(beat, this.#limitsFor(entry));
      this.#inFlight = undefined;
      if (outcome.ok) this.#onDelivered(entry, sentAt);
      this.#options.onOutcome?.(beat, outcome);
      // The monitor may have got another token meanwhile: what failed with the old one is sent with the new one.
      const isOfBefore = options !== this.#options && !outcome.ok && outcome.kind === "monitor-not-found";
      if (!outcome.ok && !isOfBefore && !(await this.#onFailure(entry, outcome))) break;
    }
    this.#running = undefined;
  }

  #onDelivered({ beat, isOutdated }: Entry, sentAt: number): void {
    this.#entries.shift();
    this.#failures = 0;
    this.#notBefore = 0;
    if (isOutdated === true) return;
    this.#delivered = beat.status;
    this.#deliveredAt = sentAt;
  }

  /** Prepares the next attempt and waits until it is due; false when there is to be none before the next submit. */
  async #onFailure(entry: Entry, failure: PushFailure): Promise<boolean> {
    this.#failures += 1;
    if (this.#isStopping) return false;
    if (failure.kind === "monitor-not-found") {
      // Nobody listens: only the newest state is worth keeping. Every other tick goes on asking, because a monitor that
      // is resumed expects a beat within its interval, which is longer than two periods.
      this.#notBefore = performance.now() + periodsWithoutMonitor * this.#options.periodMs;
      this.#entries = this.#entries.slice(-1).map((newest) => ({ ...newest, isChange: false }));
      this.#delivered = undefined;
      return false;
    }
    const [, next] = this.#entries;
    if (next !== undefined && !entry.isChange) {
      this.#entries.shift();
      if (next.isChange) return true;
    }
    await this.#pause(failure);
    return !this.#isStopping || this.#entries.some(({ isChange }) => isChange);
  }

  #retryDelay({ retryAfterMs = 0 }: PushFailure): number {
    const { periodMs } = this.#options;
    const backoff = Math.min(firstRetryMs * 2 ** (this.#failures - 1), lastRetryMs, periodMs);
    return Math.max(backoff * (0.5 + Math.random()), Math.min(retryAfterMs, periodMs));
  }

  /** Waits for the next attempt: its own time, but while the server is known to be away only for the server. */
  async #pause(failure: PushFailure): Promise<void> {
    const { presence } = this.#options;
    await new Promise<void>((resolve) => {
      const tryAgain = (): void => {
        if (presence?.isAway !== true) resolve();
      };
      const timer = setTimeout(tryAgain, this.#retryDelay(failure));
      const unlisten = presence?.onBack(failure, resolve);
      this.#wakeUp = () => {
        clearTimeout(timer);
        unlisten?.();
        resolve();
      };
    });
    this.#wakeUp?.();
    this.#wakeUp = undefined;
  }

  /**
   * After a failure, or when no beat came for long, the server may have declared the monitor DOWN itself: then a repetition
   * is a change to it.
   */
  #limitsFor({ beat, isChange }: Entry): SendLimits {
    const isLate = performance.now() - this.#deliveredAt > latePeriods * this.#options.periodMs;
    const isHeartbeat = !isChange && beat.status === "up" && this.#failures === 0 && !isLate;
    const timeoutMs = isHeartbeat ? heartbeatTimeoutMs : changeTimeoutMs;
    return { timeoutMs, giveUp: this.#giveUp, isChange };
  }

  #beatOf({ beat, isChange, since, until, skipped }: Entry): Beat {
    const isLate = isChange && performance.now() - since > lateAfterMs;
    const notes = [
      isLate ? lateNote(beat.status, { since, until }) : undefined,
      skipped > 0 ? `${skipped} changes before it were left out` : undefined,
    ].filter((note) => note !== undefined);
    return notes.length === 0 ? beat : { ...beat, message: `${beat.message} (${notes.join(", ")})` };
  }
}
