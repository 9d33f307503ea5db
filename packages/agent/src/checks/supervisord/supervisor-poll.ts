import type { ProgramState } from "./program-state.ts";
import { SupervisorClient, type SupervisorClientOptions } from "./supervisor-client.ts";
import { SupervisorError } from "./supervisor-error.ts";

/** How often one is asked that does not let itself be asked, in ms. */
const refusedPollMs = 10_000;

/** After a lost connection: at once, but never in a circle, in ms. */
const afterDisconnectMs = 20;

/** The outcome of one question. */
export type SupervisorSnapshot =
  | { readonly ok: true; readonly programs: readonly ProgramState[]; readonly tookMs: number }
  | { readonly ok: false; readonly error: SupervisorError };

/** Which supervisord to ask, and how often. */
export interface SupervisorPollOptions extends Omit<SupervisorClientOptions, "onDisconnect"> {
  readonly pollMs: number;
}

/** Asks one supervisord again and again, for all checks that look into it. */
class SupervisorPoll {
  readonly #client: SupervisorClient;
  readonly #pollMs: number;
  readonly #listeners = new Set<(snapshot: SupervisorSnapshot) => void>();
  #asking: Promise<SupervisorSnapshot> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ pollMs, ...options }: SupervisorPollOptions) {
    this.#pollMs = pollMs;
    this.#client = new SupervisorClient({ ...options, onDisconnect: () => this.#pollIn(afterDisconnectMs) });
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Asks now; who comes while a question is under way shares its answer. */
  ask(): Promise<SupervisorSnapshot> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** The same as {@link SupervisorClient.logEnd}, but empty for a program that has no log to show. */
  async logEnd(): Promise<string> {
    return this.#client.logEnd().catch(() => "");
  }

  add(listener: (snapshot: SupervisorSnapshot) => void): void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#pollIn(this.#pollMs);
  }

  remove(listener: (snapshot: SupervisorSnapshot) => void): void {
    this.#listeners.delete(listener);
    if (this.isWatched) return;
    clearTimeout(this.#timer);
    this.#client.close();
  }

  async #ask(): Promise<SupervisorSnapshot> {
    const startedAt = performance.now();
    try {
      const programs = await this.#client.programs();
      return { ok: true, programs, tookMs: performance.now() - startedAt };
    } catch (error) {
      const known = error instanceof SupervisorError ? error : new SupervisorError("refused", (error as Error).message);
      return { ok: false, error: known };
    }
  }

  #pollIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.isWatched) return;
    this.#timer = setTimeout(() => void this.#poll(), ms);
  }

  async #poll(): Promise<void> {
    const snapshot = await this.ask();
    const isRefused = !snapshot.ok && snapshot.error.kind === "refused";
    this.#pollIn(isRefused ? Math.max(refusedPollMs, this.#pollMs) : this.#pollMs);
    for (const listener of this.#listeners) listener(snapshot);
  }
}

/** A watch over one supervisord. */
export interface SupervisorWatch {
  ask(): Promise<SupervisorSnapshot>;
  logEnd(): Promise<string>;
  stop(): void;
}

const polls = new Map<string, SupervisorPoll>();

/**
 * Watches a supervisord. Checks that name the same one share a connection and every answer, so that twenty checks of
 * one program each ask no more often than one check of twenty.
 *
 * @param options - which one, and how often to ask
 * @param listener - gets every answer, until the watch is stopped
 */
export function watchSupervisor(
  options: SupervisorPollOptions,
  listener: (snapshot: SupervisorSnapshot) => void,
): SupervisorWatch {
  const key = JSON.stringify([options.address, options.login, options.pollMs]);
  const poll = polls.get(key) ?? new SupervisorPoll(options);
  polls.set(key, poll);
  poll.add(listener);
  return {
    ask: () => poll.ask(),
    logEnd: () => poll.logEnd(),
    stop() {
      poll.remove(listener);
      if (!poll.isWatched) polls.delete(key);
    },
  };
}
