import type { CheckStatus } from "../service/agent-status.ts";
import { isoTime } from "../service/iso-time.ts";
import type { Logger } from "../logger.ts";
import type { Beat } from "./push-client.ts";
import type { PushOutcome } from "./push-outcome.ts";
import { PushQueue, type PushQueueOptions, type SendLimits } from "./push-queue.ts";
import type { PushToken } from "./push-token.ts";
import type { ServerLink } from "./server-link.ts";

/** Which of the two servers. */
export type ServerRole = "first" | "second";

/** The monitor of a check on one server. */
export interface OutletTarget {
  readonly role: ServerRole;
  readonly token: PushToken;
  readonly link: ServerLink;
  /** The server and the monitor's id there, where that is known: its token may change. */
  readonly monitor?: string | undefined;
}

/** Whether two outlets push with one token. */
function hasSameToken(one: OutletTarget, other: OutletTarget): boolean {
  return one.role === other.role && one.token.key === other.token.key;
}

/** Whether two outlets are one: also the way is the same. */
export function isSameTarget(one: OutletTarget, other: OutletTarget): boolean {
  return one.link === other.link && hasSameToken(one, other);
}

/** Whether two outlets lead to one monitor, also when one of them has its new token. */
export function isSameMonitor(one: OutletTarget, other: OutletTarget): boolean {
  const isKnown = one.monitor !== undefined && one.role === other.role;
  return (isKnown && one.monitor === other.monitor) || hasSameToken(one, other);
}

/** The part of a check that its outlets need. */
export interface OutletOptions {
  /** What the log calls the check. */
  readonly name: string;
  readonly periodMs: number;
  readonly logger: Logger;
  /** Called after every push, with whether it ended otherwise than the one before. */
  readonly onChange: (isNews: boolean) => void;
}

/**
 * The way of a check's beats to its monitor on one server, with its own queue: two servers never wait for each
 * other.
 */
export class Outlet {
  readonly target: OutletTarget;
  readonly #options: OutletOptions;
  readonly #queue: PushQueue;
  #failure: string | undefined;
  #lastPush: { readonly at: number; readonly ok: boolean; readonly error?: string } | undefined;

  /**
   * @param target - where the beats go
   * @param options - of the check
   * @param before - that of the check that this one takes the place of: one monitor never has two queues
   */
  constructor(target: OutletTarget, options: OutletOptions, before?: Outlet) {
    this.target = target;
    this.#options = options;
    const queueOptions: PushQueueOptions = {
      send: (beat, limits) => this.#send(beat, limits),
      periodMs: options.periodMs,
      presence: target.link,
      onOutcome: (_beat, outcome) => this.#onOutcome(outcome),
    };
    this.#queue = before === undefined ? new PushQueue(queueOptions) : before.#queue;
    this.#queue.reconfigure(queueOptions);
  }

  /**
   * Has the monitor hear a beat; see `PushQueue.submit`.
   *
   * @param alone - whether nothing of before is to be heard any more
   */
  submit(beat: Beat, alone: boolean): void {
    if (alone) this.#queue.forgetWaiting();
    this.#queue.submit(beat);
  }

  /** A monitor that was not there may be by now: the next beat asks for it. */
  askAgain(): void {
    this.#queue.askAgain();
  }

  /** Another server listens from now on, or nobody knows what it believes. */
  forgetRecorded(): void {
    this.#queue.forgetRecorded();
  }

  /**
   * Ends pushing, after the beats that the server has to hear.
   *
   * @param graceMs - how long that may take
   */
  stop(graceMs: number): Promise<void> {
    return this.#queue.stop(graceMs);
  }

  /** Which file keeps it from pushing. */
  get missing(): string | undefined {
    return this.target.token.value === undefined && this.#failure === "unusable-file"
      ? this.#lastPush?.error
      : undefined;
  }

  /** How the last push went. */
  get lastPush(): CheckStatus["lastPush"] {
    if (this.#lastPush === undefined) return null;
    const { at, ...outcome } = this.#lastPush;
    return { at: isoTime(at), ...outcome };
  }

  #send(beat: Beat, limits: SendLimits): Promise<PushOutcome> {
    const { token, link } = this.target;
    return token.value === undefined
      ? this.#sendWithNewToken(beat, limits)
      : link.push({ token: token.value, beat, limits });
  }

  async #sendWithNewToken(beat: Beat, limits: SendLimits): Promise<PushOutcome> {
    const { token, link } = this.target;
    const problem = await token.problem();
    if (problem !== undefined) return { ok: false, kind: "unusable-file", message: problem.message };
    return await link.push({ token: await token.read(), beat, limits });
  }

  #onOutcome(outcome: PushOutcome): void {
    const { name, logger, onChange } = this.#options;
    const at = Date.now();
    const before = this.#lastPush;
    const where = this.target.role === "second" ? " to the second server" : "";
    if (outcome.ok) {
      if (this.#failure !== undefined) logger.info(`${name}: pushing${where} works again`);
      this.#failure = undefined;
      this.#lastPush = { at, ok: true };
    } else {
      // A fault that lasts is said once, not with every retry.
      if (this.#failure !== outcome.kind) logger.warn(`${name}: push${where} failed: ${outcome.message}`);
      this.#failure = outcome.kind;
      this.#lastPush = { at, ok: false, error: outcome.message };
    }
    onChange(before?.ok !== outcome.ok || before.error !== this.#lastPush.error);
  }
}
