import { crashLoopIn, noteRestarts, type RestartCounts } from "../shared/crash-loop.ts";
import { isRecycling, steadyAfter, type RunBefore } from "../shared/steady.ts";
import type { ContainerState } from "./container-state.ts";
import type { ContainerHistory } from "./judge-container.ts";

interface Remembered {
  /** Restarts after a failure, and after an end that was meant. */
  deaths: RestartCounts;
  recycled: RestartCounts;
  /** As it was at the last look. */
  last?: ContainerState;
  /** The exit code of the last death. */
  diedWith?: number | undefined;
  /** What was before the present run, when that failed. */
  before?: RunBefore | undefined;
  /** Since when the present run is seen; monotonic ms. */
  runsSince: number;
}

/** Remembers what happened to containers, by their ids. */
export class ContainerMemory {
  readonly #known = new Map<string, Remembered>();

  /** An event has reported a death. */
  noteDeath(id: string, exitCode: number | undefined): void {
    const known = this.#known.get(id);
    if (known === undefined || exitCode === undefined) return;
    known.diedWith = exitCode;
  }

  /** Notes the present state, and says what is known beside it. */
  note(state: ContainerState, now: number): ContainerHistory {
    const known = this.#known.get(state.id) ?? { deaths: [], recycled: [], runsSince: now };
    this.#known.set(state.id, known);
    if (state.status === "exited" || state.status === "restarting") known.diedWith = state.exitCode;
    noteRestart(known, state, now);
    known.last = state;
    const { before, deaths, diedWith, runsSince } = known;
    const ranMs = ranFor(state, state.startedAt);
    return {
      crashLoop: crashLoopIn(deaths),
      diedWith,
      wasRestarted: before !== undefined && now - runsSince < steadyAfter(before),
      isRecycling: isRecycling(state.exitCode === 0 && !state.wasOutOfMemory, ranMs),
      recycled: countOf(known.recycled) - (known.recycled[0]?.count ?? 0),
    };
  }

  /** Forgets all others. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
  }
}

function countOf(counts: RestartCounts): number {
  return counts.at(-1)?.count ?? 0;
}

/** How long the last run of a container lasted, in ms. */
function ranFor({ finishedAt }: ContainerState, startedAt: string): number | undefined {
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  return ms >= 0 ? ms : undefined;
}

function noteRestart(known: Remembered, state: ContainerState, now: number): void {
  const { last, diedWith } = known;
  if (last?.startedAt !== state.startedAt) known.runsSince = now;
  // The engine begins to count again when somebody starts the container.
  if (last === undefined || state.restarts < last.restarts) {
    known.deaths = known.recycled = noteRestarts([], 0, now);
    known.before = undefined;
    return;
  }
  const rises = state.restarts - last.restarts;
  const ranMs = ranFor(state, last.startedAt);
  const meant = rises === 1 && isRecycling(diedWith === 0, ranMs) ? 1 : 0;
  known.deaths = noteRestarts(known.deaths, countOf(known.deaths) + rises - meant, now);
  known.recycled = noteRestarts(known.recycled, countOf(known.recycled) + meant, now);
  if (rises > 0) known.before = meant === 1 ? undefined : { failedAfterMs: ranMs, wasAutomatic: true };
}
