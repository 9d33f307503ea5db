import { nameMatcher, type UnitQuery } from "./unit-query.ts";
import type { UnitState } from "./unit-state.ts";
import type { UnitSignal, UnitView } from "./unit-view.ts";

/** After systemd has read its files anew, the units' states are asked for at most this often, in ms. */
const reloadSpacingMs = 500;

/** So long after the last of several reloads everything is read anew, in ms: what a file says may be another thing now. */
const reloadSettledMs = 3_000;

/** The list of the units that match is asked for at most this often because of signals, in ms. */
const listSpacingMs = 200;

type OnState = (state: UnitState) => void;

interface QueryWatch {
  readonly onChange: (states: UnitState[]) => void;
  readonly matches: (name: string) => boolean;
  listedAt: number;
  timer?: NodeJS.Timeout | undefined;
}

/** Who wants to know of which units, and what has to be asked so that they are told. */
export class UnitWatchers {
  readonly #names = new Map<string, Set<OnState>>();
  readonly #queries = new Map<UnitQuery, QueryWatch>();
  readonly #giveUp: (view: UnitView) => void;
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #reloadTimer: NodeJS.Timeout | undefined;
  #settledTimer: NodeJS.Timeout | undefined;

  /** @param giveUp - called when a view cannot be asked any more */
  constructor(giveUp: (view: UnitView) => void) {
    this.#giveUp = giveUp;
  }

  /** The names that are watched. */
  get names(): Iterable<string> {
    return this.#names.keys();
  }

  get isWatching(): boolean {
    return this.#names.size > 0 || this.#queries.size > 0;
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
    this.#queries.set(query, { onChange, matches: nameMatcher(query.patterns), listedAt: Number.NEGATIVE_INFINITY });
  }

  removeQuery(query: UnitQuery): void {
    clearTimeout(this.#queries.get(query)?.timer);
    this.#queries.delete(query);
  }

  stop(): void {
    clearTimeout(this.#reloadTimer);
    clearTimeout(this.#settledTimer);
    for (const { timer } of this.#queries.values()) clearTimeout(timer);
  }

  /** Asks for units by name and tells those who watch them. */
  tellNames(view: UnitView, names: Iterable<string>): void {
    const watched = [...names].filter((name) => this.#names.has(name));
    if (watched.length === 0) return;
    view.refreshNames(watched).then(
      () => watched.forEach((name) => this.#tellName(view, name)),
      () => this.#giveUp(view),
    );
  }

  /** Asks for the units of a query and tells the one who watches them. */
  tellQuery(view: UnitView, query: UnitQuery): void {
    const watch = this.#queries.get(query);
    if (watch === undefined) return;
    watch.listedAt = performance.now();
    view.refreshQuery(query).then(
      () => this.#queries.get(query)?.onChange(view.statesOf(query)),
      () => this.#giveUp(view),
    );
  }

  /** Asks for everything and tells everybody. */
  tellAll(view: UnitView): void {
    this.tellNames(view, this.#names.keys());
    for (const query of this.#queries.keys()) this.tellQuery(view, query);
  }

  /** Has everything be asked anew because systemd has read its files; many reloads one after another cost little. */
  reloaded(view: UnitView): void {
    clearTimeout(this.#settledTimer);
    this.#settledTimer = setTimeout(() => {
      view.distrust();
      this.tellAll(view);
    }, reloadSettledMs);
    if (this.#reloadTimer !== undefined) return;
    const waitMs = Math.max(0, this.#reloadedAt + reloadSpacingMs - performance.now());
    this.#reloadTimer = setTimeout(() => {
      this.#reloadTimer = undefined;
      this.#reloadedAt = performance.now();
      this.tellAll(view);
    }, waitMs);
  }

  /** Tells what a signal says, and asks for what it leaves open. */
  take(view: UnitView, signal: UnitSignal): void {
    const names = signal.isWhole || signal.needsReading ? view.namesAt(signal.path) : [];
    if (signal.needsReading) this.tellNames(view, names);
    else for (const name of names) this.#tellName(view, name);
    for (const [query, watch] of this.#queries) this.#takeForQuery(view, { signal, query, watch });
  }

  #takeForQuery(
    view: UnitView,
    { signal, query, watch }: { readonly signal: UnitSignal; readonly query: UnitQuery; readonly watch: QueryWatch },
  ): void {
    const { activeState } = signal;
    const isWanted = activeState !== undefined && (query.states.length === 0 || query.states.includes(activeState));
    if (view.isAmong(query, signal.path)) {
      if (signal.isWhole) watch.onChange(view.statesOf(query));
      // One that has stopped may be gone altogether.
      const mayBeGone = activeState === "inactive" || (activeState !== undefined && !isWanted);
      if (signal.needsReading || mayBeGone) this.#listSoon(view, { query, watch });
    } else if (isWanted && watch.matches(signal.name)) this.#listSoon(view, { query, watch });
  }

  #listSoon(view: UnitView, { query, watch }: { readonly query: UnitQuery; readonly watch: QueryWatch }): void {
    if (watch.timer !== undefined) return;
    const waitMs = Math.max(0, watch.listedAt + listSpacingMs - performance.now());
    watch.timer = setTimeout(() => {
      watch.timer = undefined;
      this.tellQuery(view, query);
    }, waitMs);
  }

  #tellName(view: UnitView, name: string): void {
    const state = view.stateOf(name);
    if (state !== undefined) for (const listener of this.#names.get(name) ?? []) listener(state);
  }
}
