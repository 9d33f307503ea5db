import type { Logger } from "../logger.ts";
import { connectToBus, type BusConnection, type BusSignal } from "./bus-connection.ts";
import {
  changeMatch,
  getManagerPhase,
  managerMatchRules,
  saysPhaseChange,
  subscribeToManager,
} from "./manager-calls.ts";
import { Reconnection } from "./reconnection.ts";
import type { UnitQuery } from "./unit-pattern.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { ManagerPhase, ReadOptions, UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";
import { UnitReporter } from "./unit-reporter.ts";
import { UnitView } from "./unit-view.ts";
import { UnitWatches } from "./unit-watches.ts";

/**
 * So long a manager that was about to end is believed to do so after its bus has gone, in ms: in a shutdown the agent
 * ends before that. A session's manager may end and leave the host, and the agent, as they are.
 */
const endingBelievedMs = 30_000;

interface Link {
  readonly bus: BusConnection;
  readonly view: UnitView;
  readonly reporter: UnitReporter;
  /** The manager's unique name: anybody on the bus may send a signal, only this sender is believed. */
  owner: string;
}

/** The settings of a {@link BusUnitStateSource}. */
export interface BusUnitStateSourceOptions {
  readonly scope: UnitScope;
  readonly logger: Logger;
}

/** Units over D-Bus: hears of every change, connects again after every break. */
export class BusUnitStateSource implements UnitStateSource {
  readonly #scope: UnitScope;
  readonly #logger: Logger;
  readonly #watches = new UnitWatches();
  readonly #reconnection = new Reconnection(() => this.#report((reporter) => reporter.reportAll()));
  #link: Promise<Link> | undefined;
  #present: Link | undefined;
  #closed = false;
  #phase: ManagerPhase | undefined;
  /** Since when there is no connection; monotonic ms. */
  #cutOffSince: number | undefined;

  constructor({ scope, logger }: BusUnitStateSourceOptions) {
    this.#scope = scope;
    this.#logger = logger;
  }

  get phase(): ManagerPhase | undefined {
    if (this.#phase !== "stopping" || this.#cutOffSince === undefined) return this.#phase;
    return performance.now() - this.#cutOffSince < endingBelievedMs ? "stopping" : undefined;
  }

  async readPhase(): Promise<ManagerPhase | undefined> {
    try {
      const { bus } = await this.#connected();
      this.#phase = await getManagerPhase(bus);
    } catch {
      // The bus may have gone first; what was heard last stands.
    }
    return this.phase;
  }

  recent(unit: string, maxAgeMs: number): UnitState | undefined {
    const view = this.#present?.view;
    return view !== undefined && isYoung(view.askedAt(unit), maxAgeMs) ? view.stateOf(unit) : undefined;
  }

  async read(units: readonly string[], { maxAgeMs = 0 }: ReadOptions = {}): Promise<UnitState[]> {
    const { view } = await this.#connected();
    const isFresh = units.every((name) => isYoung(view.askedAt(name), maxAgeMs));
    if (maxAgeMs === 0) {
      view.distrust(units);
      await view.refreshNames(units);
    } else if (!isFresh) {
      // One question for all that are watched: the answers serve the others as well.
      await view.refreshNames([...units, ...this.#watches.names]);
    }
    return units.map((name) => {
      const state = view.stateOf(name);
      if (state === undefined) throw new UnitStateError(`systemd does not know ${name}`);
      return state;
    });
  }

  async readMatching(query: UnitQuery, { maxAgeMs = 0 }: ReadOptions = {}): Promise<UnitState[]> {
    const { view } = await this.#connected();
    if (!isYoung(view.askedAt(query), maxAgeMs)) await view.refreshQuery(query);
    return view.statesOf(query);
  }

  watch(units: readonly string[], onChange: (state: UnitState) => void): () => void {
    for (const name of units) this.#watches.addName(name, onChange);
    this.#report((reporter) => reporter.reportNames(units));
    return () => {
      const names = units.filter((name) => this.#watches.removeName(name, onChange));
      this.#present?.view.forget({ names });
    };
  }

  watchMatching(query: UnitQuery, onChange: (states: UnitState[]) => void): () => void {
    this.#watches.addQuery(query, onChange);
    this.#report((reporter) => reporter.reportQuery(query));
    return () => {
      this.#watches.removeQuery(query);
      this.#present?.reporter.forget(query);
      this.#present?.view.forget({ query });
    };
  }

  close(): void {
    this.#closed = true;
    this.#reconnection.stop();
    this.#present?.reporter.stop();
    this.#link?.then(
      ({ bus }) => bus.end(),
      () => undefined,
    );
  }

  #report(report: (reporter: UnitReporter) => void): void {
    this.#connected().then(
      ({ reporter }) => report(reporter),
      () => this.#reconnectLater(),
    );
  }

  #connected(): Promise<Link> {
    if (this.#closed) return Promise.reject(new UnitStateError("the source is closed"));
    this.#link ??= this.#connect();
    return this.#link;
  }

  async #connect(): Promise<Link> {
    let link: Link | undefined;
    try {
      const bus = connectToBus(this.#scope);
      const view = new UnitView(bus);
      // What cannot be read over a connection is read over a new one.
      const reporter = new UnitReporter({ view, watches: this.#watches, onFailure: () => bus.end() });
      const opened: Link = { bus, view, reporter, owner: "" };
      link = opened;
      this.#present = opened;
      bus.onSignal((signal) => this.#onSignal(opened, signal));
      bus.onEnd((reason) => this.#onEnd(opened, reason));
      for (const rule of managerMatchRules) await changeMatch(bus, "AddMatch", rule);
      opened.owner = await subscribeToManager(bus);
      this.#phase = await getManagerPhase(bus);
      this.#cutOffSince = undefined;
      this.#reconnection.succeeded();
      this.#logger.debug(`bus: listening to the ${this.#scope}'s service manager`);
      return opened;
    } catch (error) {
      link?.bus.end();
      this.#onEnd(link, (error as Error).message);
      throw error;
    }
  }

  #onEnd(link: Link | undefined, reason: string): void {
    // The end of an old connection does not touch the present one.
    link?.reporter.stop();
    if (link !== this.#present) return;
    this.#present = undefined;
    this.#link = undefined;
    this.#cutOffSince ??= performance.now();
    if (this.#closed) return;
    this.#logger.debug(`bus: ${reason}`);
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    if (!this.#closed && !this.#watches.isEmpty) this.#reconnection.soon();
  }

  #onSignal(link: Link, signal: BusSignal): void {
    if (signal.member === "NameOwnerChanged" && signal.sender === "org.freedesktop.DBus") {
      // A new manager knows nothing of the subscription; starting over asks it for everything.
      if (link.owner !== "" && signal.body[2] !== link.owner) link.bus.end();
      return;
    }
    if (signal.sender !== link.owner) return;
    if (saysPhaseChange(signal.member, signal.body)) void this.#changePhase(link, signal.member);
    else if (signal.member === "Reloading" && signal.body[0] === false) link.reporter.reloaded();
    else if (signal.member === "PropertiesChanged" && signal.path !== undefined) {
      link.reporter.takeSignal(signal.path, signal.body);
    }
  }

  async #changePhase(link: Link, member: string | undefined): Promise<void> {
    // Units that go down with the host must not be reported while this is asked.
    if (member === "JobNew") this.#phase = "stopping";
    await this.readPhase();
    // What was waited with because of the former phase is due now.
    link.reporter.reportAll();
  }
}

function isYoung(at: number | undefined, maxAgeMs: number): boolean {
  return at !== undefined && maxAgeMs > 0 && performance.now() - at <= maxAgeMs;
}
