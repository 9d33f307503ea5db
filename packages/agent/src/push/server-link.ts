import type { Beat, PushClient } from "./push-client.ts";
import { PushGate } from "./push-gate.ts";
import type { SendLimits } from "./push-queue.ts";
import type { PushFailure, PushFailureKind, PushOutcome } from "./push-outcome.ts";

/** No monitor has this token: Uptime Kuma answers that it knows none, and records nothing. */
const probeToken = "kuma-agent-probe";

/** How long the server may take to answer a probe, in ms. */
const probeTimeoutMs = 3_000;

/** Between the failure of a push and the first probe, and between two probes, in ms; ± a quarter. */
const firstProbeMs = 500;
const probeMs = 1_000;

/** When something has answered for so long, but not Uptime Kuma, it is asked less often: it may stay so; in ms. */
const wrongAnswerMs = 600_000;
const slowProbeMs = 5_000;

/** The longest that the server's wish to wait is heard by probes, in ms. */
const longestWishMs = 15_000;

/** Failures after which one asks whether the server is there at all. */
const unsettling: ReadonlySet<PushFailureKind> = new Set([
  "dns",
  "connection-refused",
  "connection-lost",
  "unreachable",
  "proxy",
  "tls",
  "server-error",
  "redirected",
  "not-the-push-endpoint",
]);

/** Something answers; that a probe fails does not prove that a push would. */
const answered: ReadonlySet<PushFailureKind> = new Set([
  "server-error",
  "redirected",
  "not-the-push-endpoint",
  "refused-by-server",
  "rate-limited",
  "too-large",
]);

function isKumaThere(outcome: PushOutcome): outcome is Extract<PushOutcome, { ok: true }> {
  return outcome.ok || outcome.kind === "monitor-not-found";
}

function pauseMs({ kind, retryAfterMs = 0 }: PushFailure, awayForMs: number): number {
  const isSlow = awayForMs > wrongAnswerMs && (kind === "tls" || answered.has(kind));
  const usual = (isSlow ? slowProbeMs : probeMs) * (0.75 + Math.random() / 2);
  return Math.max(usual, Math.min(retryAfterMs, longestWishMs));
}

/** A push of one monitor. */
export interface LinkedPush {
  readonly token: string;
  readonly beat: Beat;
  readonly limits: SendLimits;
}

/**
 * The way to one server, shared by all monitors on it: keeps the number of simultaneous pushes bounded, and while the
 * server is away asks for all of them, once a second, whether it is back. Then all that wait go on in the same moment.
 */
export class ServerLink {
  #client: PushClient;
  readonly #gate = new PushGate();
  readonly #waiting = new Set<() => void>();
  #isLookingOut = false;
  #isAway = false;
  #wakeUp: (() => void) | undefined;

  constructor(client: PushClient) {
    this.#client = client;
  }

  /** Takes other settings, or another server; what waits tries it at once. */
  use(client: PushClient): void {
    this.#client = client;
    this.#onBack();
  }

  /** Whether the server was asked and did not answer as it should; then only {@link onBack} is worth waiting for. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Pushes once, when there is a place. Never throws. */
  async push(request: LinkedPush): Promise<PushOutcome> {
    const { isChange, giveUp } = request.limits;
    const place = await this.#gate.enter(isChange, giveUp);
    const outcome = await this.#client.push(request);
    this.#gate.leave(place);
    if (outcome.ok && this.#isAway) this.#onBack();
    return outcome;
  }

  /**
   * Has the listener called once: when the server is back, or when it may be and this one shall try.
   *
   * @param failure - of the push that has to be repeated
   * @returns ends the waiting
   */
  onBack(failure: PushFailure, listener: () => void): () => void {
    const waiting = (): void => listener();
    this.#waiting.add(waiting);
    if (unsettling.has(failure.kind) && !this.#isLookingOut) void this.#lookOut();
    return () => void this.#waiting.delete(waiting);
  }

  /** The machine slept, or something else happened after which nothing is as it was. */
  lookNow(): void {
    this.#client.dropIdle();
    this.#wakeUp?.();
  }

  async #lookOut(): Promise<void> {
    this.#isLookingOut = true;
    const since = performance.now();
    await this.#sleep(firstProbeMs * (0.75 + Math.random() / 2));
    while (this.#waiting.size > 0) {
      const outcome = await this.#probe();
      if (isKumaThere(outcome)) {
        // When it was never away, the failure was that of one push, which has its own time to wait.
        if (this.#isAway) this.#onBack();
        break;
      }
      this.#isAway = true;
      if (answered.has(outcome.kind)) this.#letOneTry();
      await this.#sleep(pauseMs(outcome, performance.now() - since));
    }
    this.#isAway = false;
    this.#isLookingOut = false;
  }

  #probe(): Promise<PushOutcome> {
    const beat = { status: "up", message: "is Uptime Kuma there?" } as const;
    return this.#client.push({ token: probeToken, beat, limits: { timeoutMs: probeTimeoutMs } });
  }

  /** The one that waits longest; when that fails it lines up again at the end. */
  #letOneTry(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    first();
  }

  #onBack(): void {
    this.#isAway = false;
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const listener of all) listener();
    this.#wakeUp?.();
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      // What waits for it keeps the process alive, when it shall.
      timer.unref();
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wakeUp = undefined;
  }
}
