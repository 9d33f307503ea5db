import { nameMatcher, type UnitQuery } from "./unit-pattern.ts";
import type { UnitState } from "./unit-state.ts";

/** Is called with each new state of a unit. */
export type OnState = (state: UnitState) => void;

/** A query that is watched. */
export interface QueryWatch {
  readonly onChange: (states: UnitState[]) => void;
  readonly matches: (name: string) => boolean;
}

/** The units that somebody watches, whether there is a connection or not. */
export class UnitWatches {
  readonly #names = new Map<string, Set<OnState>>();
  readonly #queries = new Map<UnitQuery, QueryWatch>();

  /** The names that are watched. */
  get names(): Iterable<string> {
    return this.#names.keys();
  }

  /** The queries that are watched. */
  get queries(): Iterable<[UnitQuery, QueryWatch]> {
    return this.#queries;
  }

  get isEmpty(): boolean {
    return this.#names.size === 0 && this.#queries.size === 0;
  }

  /** Who watches a unit; empty when nobody does. */
  listenersOf(name: string): ReadonlySet<OnState> {
    return this.#names.get(name) ?? new Set();
  }

  /** Undefined when nobody watches it any more. */
  watchOf(query: UnitQuery): QueryWatch | undefined {
    return this.#queries.get(query);
  }

  addName(name: string, onChange: OnState): void {
    const listeners = this.#names.get(name) ?? new Set();
    this.#names.set(name, listeners.add(onChange));
  }

  /** @returns whether nobody watches the name any more */
  removeName(name: string, onChange: OnState): boolean {
    const listeners = this.#names.get(name);
    listeners?.delete(onChange);
    return listeners?.size === 0 && this.#names.delete(name);
  }

  addQuery(query: UnitQuery, onChange: QueryWatch["onChange"]): void {
    this.#queries.set(query, { onChange, matches: nameMatcher(query.patterns) });
  }

  removeQuery(query: UnitQuery): void {
    this.#queries.delete(query);
  }
}
