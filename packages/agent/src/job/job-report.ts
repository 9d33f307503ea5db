import { setTimeout as sleep } from "node:timers/promises";
import { formatMessage } from "../push/format-message.ts";
import { GiveUp } from "../push/give-up.ts";
import { createPushClient, type Beat, type PushClient, type PushClientOptions } from "../push/push-client.ts";
import type { PushFailureKind } from "../push/push-outcome.ts";

/** The longest wait for one answer, in ms: a server of version 2 answers when everybody was notified. */
const answerTimeoutMs = 120_000;

/** Failures that waiting does not mend. */
const lasting: ReadonlySet<PushFailureKind> = new Set(["monitor-not-found", "redirected", "stopped"]);

/** Where the result of a job goes. */
export interface JobDestination {
  readonly server: PushClientOptions;
  /** Secret. */
  readonly token: string;
}

/** The options of a report. */
export interface JobReportOptions {
  /** Finds out where it goes; asked again when it failed. An error with `isRetryable` may pass. */
  readonly destination: () => Promise<JobDestination>;
  /** For how long a push is tried again once the job has ended, in ms. */
  readonly retryForMs: number;
  /** Says something to the person, on stderr. */
  readonly say: (line: string) => void;
}

interface Line {
  readonly client: PushClient;
  readonly token: string;
  readonly secrets: readonly string[];
}

interface Failure {
  readonly reason: string;
  readonly isLasting: boolean;
}

function failureOf(error: unknown): Failure {
  const passes = error instanceof Error && "isRetryable" in error && error.isRetryable === true;
  return { reason: error instanceof Error ? error.message : String(error), isLasting: !passes };
}

/** Reports one run of a job to Uptime Kuma: one push after the other. A failure is only mentioned on stderr, once. */
export class JobReport {
  readonly #options: JobReportOptions;
  readonly #stop = new AbortController();
  readonly #giveUp = new GiveUp();
  #line: Promise<Line> | undefined;
  #last: Promise<void> = Promise.resolve();
  #said: string | undefined;

  constructor(options: JobReportOptions) {
    this.#options = options;
  }

  /** Finds out where reports go. @throws Error when that is not possible now */
  async prepare(): Promise<void> {
    await this.#open();
  }

  /** Says that something will not be heard of, unless the same reason was given already. */
  complain(what: string, reason: string): void {
    if (this.#said === reason) return;
    this.#said = reason;
    this.#options.say(`${what}: ${reason}`);
  }

  /** A text that may leave the host. */
  async withoutSecrets(text: string): Promise<string> {
    const { secrets } = await (this.#line ?? Promise.resolve({ secrets: [] })).catch(() => ({ secrets: [] }));
    return formatMessage(text, secrets);
  }

  /** Pushes after what is pushed already, and tries again for a while. Never throws. */
  push(beat: Beat): Promise<void> {
    this.#last = this.#last.then(() => this.#pushNow(beat));
    return this.#last;
  }

  /** Ends all pushing at once. */
  giveUp(): void {
    this.#stop.abort();
    this.#giveUp.call();
  }

  /** Lets go of the connection. */
  async close(): Promise<void> {
    (await this.#line?.catch(() => undefined))?.client.close();
  }

  #open(): Promise<Line> {
    this.#line ??= this.#options
      .destination()
      .then(({ server, token }) => {
        const secrets = [token, ...Object.values(server.headers ?? {})];
        return { client: createPushClient(server), token, secrets };
      })
      .catch((error: unknown) => {
        this.#line = undefined;
        throw error;
      });
    return this.#line;
  }

  async #pushNow(beat: Beat): Promise<void> {
    const { signal } = this.#stop;
    const end = performance.now() + this.#options.retryForMs;
    let pauseMs = 500;
    for (;;) {
      const failure = await this.#attempt(beat, end - performance.now());
      if (failure === undefined) return;
      const wait = pauseMs * (0.75 + Math.random() / 2);
      if (failure.isLasting || signal.aborted || performance.now() + wait >= end) {
        const why = signal.aborted ? "interrupted" : failure.reason;
        return this.complain(`the end of the job (${beat.status}) was not reported to Uptime Kuma`, why);
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, 15_000);
    }
  }

  async #attempt(beat: Beat, leftMs: number): Promise<Failure | undefined> {
    try {
      const { client, token, secrets } = await this.#open();
      const outcome = await client.push({
        token,
        beat: { ...beat, message: formatMessage(beat.message, secrets) },
        limits: { timeoutMs: Math.min(Math.max(leftMs, 1_000), answerTimeoutMs), giveUp: this.#giveUp },
      });
      return outcome.ok ? undefined : { reason: outcome.message, isLasting: lasting.has(outcome.kind) };
    } catch (error) {
      return failureOf(error);
    }
  }
}
