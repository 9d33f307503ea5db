import { crashLoopIn, noteRestarts, type RestartCounts } from "../shared/crash-loop.ts";
import type { ContainerState } from "./container-state.ts";
import type { ContainerHistory } from "./judge-container.ts";

/** So long a death is told after which the container was restarted at once, in ms. */
const tellDeathMs = 5_000;

interface Remembered {
  counts: RestartCounts;
  /** Monotonic ms; of the last restart that was seen. */
  restartedAt?: number;
  /** Of the last death that was told. */
  diedWith?: number;
}

/** Remembers what happened to containers, by their ids. */
export class ContainerMemory {
  readonly #known = new Map<string, Remembered>();

  /** An event told of a death. */
  noteDeath(id: string, exitCode: number | undefined): void {
    const known = this.#known.get(id);
    if (known === undefined || exitCode === undefined) return;
    known.diedWith = exitCode;
  }

  /** Notes the present state, and says what is known beside it. */
  note(state: ContainerState, now: number): ContainerHistory {
    const known = this.#known.get(state.id) ?? { counts: [] };
    this.#known.set(state.id, known);
    const before = known.counts.at(-1)?.count;
    known.counts = noteRestarts(known.counts, state.restarts, now);
    if (before !== undefined && state.restarts > before) known.restartedAt = now;
    if (state.status === "exited" || state.status === "restarting") known.diedWith = state.exitCode;
    const wasRestarted = known.restartedAt !== undefined && now - known.restartedAt < tellDeathMs;
    return { crashLoop: crashLoopIn(known.counts), diedWith: known.diedWith, wasRestarted };
  }

  /** Forgets all others. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
  }
}
