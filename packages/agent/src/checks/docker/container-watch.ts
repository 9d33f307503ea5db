import type { CheckResult } from "../check.ts";
import { startDeadline } from "../shared/deadline.ts";
import { chooseContainers, type ContainerChoice } from "./choose-containers.ts";
import type { ContainerState } from "./container-state.ts";
import { ContainerMemory } from "./container-memory.ts";
import { EngineClient } from "./engine-client.ts";
import { EngineError } from "./engine-error.ts";
import { engineSocket } from "./engine-socket.ts";
import { EventStream, type EngineEvent } from "./event-stream.ts";
import { judgeContainer, type ContainerRules, type ContainerVerdict } from "./judge-container.ts";
import { Patience } from "./patience.ts";
import { sinceWhen } from "./since-when.ts";
import { summarise, type Finding } from "./summarise.ts";
import { withoutPredecessors } from "./without-predecessors.ts";

/** Events come in bunches: after the first one it is waited so long for the others, in ms. */
const settleMs = 50;

/** A container that dies again and again must not keep the agent busy: the least time between two looks, in ms. */
const betweenLooksMs = 500;

/** The watched containers, and how long a look may take. */
export interface ContainerWatchOptions {
  /** The engine's socket; the usual ones when left out. */
  readonly socket?: string;
  readonly choice: ContainerChoice;
  readonly rules: ContainerRules;
  readonly downAfterMs: number;
  readonly startingTooLongMs: number;
  readonly timeoutMs: number;
  readonly report: (result: CheckResult) => void;
  readonly signal: AbortSignal;
}

interface Snapshot {
  readonly states: readonly ContainerState[];
  readonly missing: readonly string[];
}

/** Watches containers by the engine's events, and by looking. */
export class ContainerWatch {
  readonly #options: ContainerWatchOptions;
  readonly #memory = new ContainerMemory();
  readonly #patience = new Patience();
  #socket: string | undefined;
  #client: EngineClient | undefined;
  #events: EventStream | undefined;
  #looking: Promise<CheckResult> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param options - what is watched; its signal ends the watch */
  constructor(options: ContainerWatchOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => this.#stop());
  }

  /** Looks now; who comes while a look is under way shares it. */
  look(): Promise<CheckResult> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<CheckResult> {
    const startedAt = performance.now();
    this.#lookedAt = startedAt;
    const deadline = startDeadline(this.#options.timeoutMs, this.#options.signal);
    try {
      const snapshot = await this.#snapshot(deadline.signal);
      return { ...this.#judge(snapshot), durationMs: performance.now() - startedAt };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return this.#judgeAbsence(error);
    } finally {
      deadline.clear();
    }
  }

  #connect(): EngineClient {
    const socket = engineSocket(this.#options.socket);
    if (this.#client === undefined || socket !== this.#socket) {
      this.#client?.close();
      this.#events?.stop();
      this.#socket = socket;
      this.#client = new EngineClient(socket);
      if (!this.#options.signal.aborted) {
        this.#events = new EventStream(socket, {
          onEvent: (event) => this.#onEvent(event),
          onGap: () => this.#lookIn(settleMs),
        });
      }
    }
    return this.#client;
  }

  async #snapshot(signal: AbortSignal): Promise<Snapshot> {
    const client = this.#connect();
    const { containers, missing } = chooseContainers(await client.list(signal), this.#options.choice);
    const states = await Promise.all(containers.map(async ({ id }) => client.inspect(id, signal)));
    const known = states.filter((state) => state !== undefined);
    return { states: withoutPredecessors(containers, known), missing };
  }

  #judge({ states, missing }: Snapshot): CheckResult {
    const now = performance.now();
    const { rules } = this.#options;
    this.#memory.keepOnly(new Set(states.map(({ id }) => id)));
    const verdicts: ContainerVerdict[] = [
      ...missing.map((text) => ({ status: "stopped" as const, text })),
      ...states.map((state) => judgeContainer(state, this.#memory.note(state, now), rules)),
    ];
    // A restarted container has its time again, although nobody may have seen it run.
    const keys = [...missing, ...states.map(({ id, startedAt }) => `${id} ${startedAt}`)];
    return this.#settle(
      verdicts.map((verdict, index) => {
        const state = states[index - missing.length];
        const sinceMs = state && sinceWhen(state, verdict.status === "up", Date.now());
        return { ...verdict, key: keys[index] ?? "", sinceMs };
      }),
    );
  }

  /** Gives what is stopped or starting its time, and looks again when that is up. */
  #settle(findings: readonly (ContainerVerdict & { key: string; sinceMs: number | undefined })[]): CheckResult {
    const { downAfterMs, startingTooLongMs } = this.#options;
    const limits = new Map(
      findings
        .filter(({ status }) => status === "stopped" || status === "starting")
        .map(({ key, status }) => [`${status} ${key}`, status === "stopped" ? downAfterMs : startingTooLongMs]),
    );
    const { over, nextInMs } = this.#patience.judge(limits, performance.now());
    const settled = findings.map(({ status, text, key, sinceMs }): Finding => {
      if (status === "up" || status === "down") return { status, text, sinceMs };
      return { status: over.has(`${status} ${key}`) ? "down" : "pending", text, sinceMs, runs: status === "starting" };
    });
    if (nextInMs !== undefined) this.#lookIn(nextInMs);
    // A reported death is over after a while, and no event says so.
    if (settled.some(({ status }) => status === "down")) this.#lookIn(5_000);
    return summarise(settled);
  }

  #judgeAbsence({ kind, message }: EngineError): CheckResult {
    if (kind === "refused") return { status: "noData", message };
    // It may be an update of the engine: that has the same time as a restart of a container.
    const { over, nextInMs } = this.#patience.judge(
      new Map([["stopped engine", this.#options.downAfterMs]]),
      performance.now(),
    );
    if (nextInMs !== undefined) this.#lookIn(nextInMs);
    return { status: over.size > 0 ? "down" : "pending", message };
  }

  #onEvent({ id, action, exitCode }: EngineEvent): void {
    if (action === "die" || action === "died") this.#memory.noteDeath(id, exitCode);
    this.#lookIn(settleMs);
  }

  /** Looks and reports, in so many ms; the earliest wish counts. */
  #lookIn(ms: number): void {
    if (this.#options.signal.aborted) return;
    const now = performance.now();
    const at = Math.max(now + ms, this.#lookedAt + betweenLooksMs);
    if (at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => void this.#lookAndReport(), at - now);
  }

  async #lookAndReport(): Promise<void> {
    this.#timerAt = Number.POSITIVE_INFINITY;
    // What is under way may have asked before the event.
    await this.#looking?.catch(() => undefined);
    if (this.#options.signal.aborted) return;
    try {
      this.#options.report(await this.look());
    } catch (error) {
      this.#options.report({ status: "noData", message: `the check failed: ${(error as Error).message}` });
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#events?.stop();
    this.#client?.close();
  }
}
