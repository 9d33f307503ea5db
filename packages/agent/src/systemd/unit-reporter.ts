import type { UnitQuery } from "./unit-pattern.ts";
import type { UnitSignal } from "./bus-values.ts";
import type { UnitView } from "./unit-view.ts";
import type { UnitWatches } from "./unit-watches.ts";

/** After systemd has read its files again, the units' states are asked for at most this often, in ms. */
const reloadSpacingMs = 500;

/** So long after the last of several reloads all is read again, in ms: what a file says may be another thing now. */
const reloadSettledMs = 3_000;

/** The list of the units that match is asked for at most this often because of signals, in ms. */
const listSpacingMs = 200;

/** The two sides of a reporter. */
export interface UnitReporterOptions {
  /** What this connection has learnt of units. */
  readonly view: UnitView;
  /** Who wants to know of which units. */
  readonly watches: UnitWatches;
  /** Called when the view cannot be asked any more. */
  readonly onFailure: () => void;
}

interface Listing {
  /** Monotonic ms. */
  at: number;
  timer?: NodeJS.Timeout | undefined;
}

/**
 * Reports to those who watch units what one connection learns of them, and asks for what a signal leaves open. It is
 * thrown away with the connection.
 */
export class UnitReporter {
  readonly #view: UnitView;
  readonly #watches: UnitWatches;
  readonly #onFailure: () => void;
  readonly #listings = new Map<UnitQuery, Listing>();
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #reloadTimer: NodeJS.Timeout | undefined;
  #settledTimer: NodeJS.Timeout | undefined;

  constructor({ view, watches, onFailure }: UnitReporterOptions) {
    this.#view = view;
    this.#watches = watches;
    this.#onFailure = onFailure;
  }

  /** Nothing is asked for or reported any more. */
  stop(): void {
    clearTimeout(this.#reloadTimer);
    clearTimeout(this.#settledTimer);
    for (const query of this.#listings.keys()) this.forget(query);
  }

  /** Nobody watches the query any more. */
  forget(query: UnitQuery): void {
    clearTimeout(this.#listings.get(query)?.timer);
    this.#listings.delete(query);
  }

  /** Asks for units by name and reports them to those who watch them. */
  reportNames(names: Iterable<string>): void {
    const watched = [...names].filter((name) => this.#watches.listenersOf(name).size > 0);
    if (watched.length === 0) return;
    this.#view.refreshNames(watched).then(
      () => watched.forEach((name) => this.#reportName(name)),
      () => this.#onFailure(),
    );
  }

  /** Asks for the units of a query and reports them to the one who watches them. */
  reportQuery(query: UnitQuery): void {
    if (this.#watches.watchOf(query) === undefined) return;
    this.#listingOf(query).at = performance.now();
    this.#view.refreshQuery(query).then(
      () => this.#watches.watchOf(query)?.onChange(this.#view.statesOf(query)),
      () => this.#onFailure(),
    );
  }

  /** Asks for all that is watched, and reports it. */
  reportAll(): void {
    this.reportNames(this.#watches.names);
    for (const [query] of this.#watches.queries) this.reportQuery(query);
  }

  /** Asks for all once more because systemd has read its files; many reloads one after another cost little. */
  reloaded(): void {
    clearTimeout(this.#settledTimer);
    this.#settledTimer = setTimeout(() => {
      this.#view.distrust();
      this.reportAll();
    }, reloadSettledMs);
    if (this.#reloadTimer !== undefined) return;
    const waitMs = Math.max(0, this.#reloadedAt + reloadSpacingMs - performance.now());
    this.#reloadTimer = setTimeout(() => {
      this.#reloadTimer = undefined;
      this.#reloadedAt = performance.now();
      this.reportAll();
    }, waitMs);
  }

  /** Takes a `PropertiesChanged` of a unit: reports what it says, and asks for what it leaves open. */
  takeSignal(path: string, body: readonly unknown[]): void {
    const signal = this.#view.takeSignal(path, body);
    const { isWhole, needsReading } = signal;
    const names = isWhole || needsReading ? this.#view.namesAt(path) : [];
    if (needsReading) this.reportNames(names);
    else for (const each of names) this.#reportName(each);
    for (const [query] of this.#watches.queries) this.#takeForQuery(query, signal);
  }

  #takeForQuery(query: UnitQuery, { path, name, activeState, isWhole, needsReading }: UnitSignal): void {
    const watch = this.#watches.watchOf(query);
    if (watch === undefined) return;
    const isWanted = activeState !== undefined && (query.states.length === 0 || query.states.includes(activeState));
    if (!this.#view.isAmong(query, path)) {
      if (isWanted && watch.matches(name)) this.#listSoon(query);
      return;
    }
    if (isWhole) watch.onChange(this.#view.statesOf(query));
    // One that has stopped may be gone altogether.
    const mayBeGone = activeState === "inactive" || (activeState !== undefined && !isWanted);
    if (needsReading || mayBeGone) this.#listSoon(query);
  }

  #listingOf(query: UnitQuery): Listing {
    const listing = this.#listings.get(query) ?? { at: Number.NEGATIVE_INFINITY };
    this.#listings.set(query, listing);
    return listing;
  }

  #listSoon(query: UnitQuery): void {
    const listing = this.#listingOf(query);
    if (listing.timer !== undefined) return;
    const waitMs = Math.max(0, listing.at + listSpacingMs - performance.now());
    listing.timer = setTimeout(() => {
      listing.timer = undefined;
      this.reportQuery(query);
    }, waitMs);
  }

  #reportName(name: string): void {
    const state = this.#view.stateOf(name);
    if (state !== undefined) for (const listener of this.#watches.listenersOf(name)) listener(state);
  }
}
