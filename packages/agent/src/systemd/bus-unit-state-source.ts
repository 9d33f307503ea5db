import type { Message } from "@jellybrick/dbus-next";
import type { Logger } from "../logger.ts";
import { connectToBus, type BusConnection } from "./bus-connection.ts";
import { unitPropertiesFromBus } from "./bus-values.ts";
import {
  changeMatch,
  getAllProperties,
  getManagerPhase,
  listUnit,
  managerMatchRules,
  managerName,
  saysPhaseChange,
  subscribeToManager,
  unitMatchRule,
  type ListedUnit,
} from "./manager-calls.ts";
import { isUnitPropertyName, unitStateOf, type UnitProperties } from "./unit-properties.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { ManagerPhase, UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";

const firstReconnectMs = 100;
const lastReconnectMs = 5_000;

interface Link {
  readonly bus: BusConnection;
  /** The manager's unique name: anybody on the bus may send a signal, only this sender is believed. */
  owner: string;
}

interface WatchedUnit {
  readonly name: string;
  readonly listeners: Set<(state: UnitState) => void>;
  /** Where the signals come from; undefined until the present link has a match for it. */
  path?: string | undefined;
  properties?: UnitProperties | undefined;
}

/** The settings of a {@link BusUnitStateSource}. */
export interface BusUnitStateSourceOptions {
  readonly scope: UnitScope;
  readonly logger: Logger;
}

/** Units over D-Bus: told of every change, connected again after every break. */
export class BusUnitStateSource implements UnitStateSource {
  readonly #scope: UnitScope;
  readonly #logger: Logger;
  readonly #units = new Map<string, WatchedUnit>();
  #link: Promise<Link> | undefined;
  #reconnectMs = firstReconnectMs;
  #reconnectTimer: NodeJS.Timeout | undefined;
  /** Counts the connections, so that the end of an old one does not touch the present one. */
  #generation = 0;
  #closed = false;
  #phase: ManagerPhase | undefined;

  constructor({ scope, logger }: BusUnitStateSourceOptions) {
    this.#scope = scope;
    this.#logger = logger;
  }

  get phase(): ManagerPhase | undefined {
    return this.#phase;
  }

  async readPhase(): Promise<ManagerPhase | undefined> {
    try {
      const { bus } = await this.#connected();
      this.#phase = await getManagerPhase(bus);
    } catch {
      // The bus may have gone first; what was heard last stands.
    }
    return this.#phase;
  }

  async read(units: readonly string[]): Promise<UnitState[]> {
    const link = await this.#connected();
    return Promise.all(units.map((name) => this.#refresh(link, this.#unit(name), "if-changed")));
  }

  watch(units: readonly string[], onChange: (state: UnitState) => void): () => void {
    for (const name of units) this.#unit(name).listeners.add(onChange);
    this.#connected().then(
      (link) => this.#refreshAll(link, units),
      () => this.#reconnectLater(),
    );
    return () => {
      for (const name of units) this.#forget(name, onChange);
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#reconnectTimer);
    this.#link?.then(
      ({ bus }) => bus.end(),
      () => undefined,
    );
  }

  #unit(name: string): WatchedUnit {
    const known = this.#units.get(name);
    if (known !== undefined) return known;
    const unit: WatchedUnit = { name, listeners: new Set() };
    this.#units.set(name, unit);
    return unit;
  }

  /** A unit that nobody watches any more is not listened to either. */
  #forget(name: string, onChange: (state: UnitState) => void): void {
    const unit = this.#units.get(name);
    if (unit === undefined || !unit.listeners.delete(onChange) || unit.listeners.size > 0) return;
    this.#units.delete(name);
    const { path } = unit;
    if (path === undefined || this.#closed) return;
    if ([...this.#units.values()].some((other) => other.path === path)) return;
    this.#link?.then(({ bus }) => changeMatch(bus, "RemoveMatch", unitMatchRule(path))).catch(() => undefined);
  }

  #connected(): Promise<Link> {
    if (this.#closed) return Promise.reject(new UnitStateError("the source is closed"));
    this.#link ??= this.#connect();
    return this.#link;
  }

  async #connect(): Promise<Link> {
    this.#generation += 1;
    const generation = this.#generation;
    let bus: BusConnection | undefined;
    try {
      bus = connectToBus(this.#scope);
      const link: Link = { bus, owner: "" };
      bus.onSignal((signal) => this.#onSignal(link, signal));
      bus.onEnd((reason) => this.#onEnd(generation, reason));
      for (const rule of managerMatchRules) await changeMatch(bus, "AddMatch", rule);
      link.owner = await subscribeToManager(bus);
      this.#phase = await getManagerPhase(bus);
      this.#reconnectMs = firstReconnectMs;
      this.#logger.debug(`bus: listening to the ${this.#scope}'s service manager`);
      return link;
    } catch (error) {
      bus?.end();
      this.#onEnd(generation, (error as Error).message);
      throw error;
    }
  }

  #onEnd(generation: number, reason: string): void {
    if (generation !== this.#generation) return;
    this.#link = undefined;
    for (const unit of this.#units.values()) {
      unit.path = undefined;
      unit.properties = undefined;
    }
    if (this.#closed) return;
    this.#logger.debug(`bus: ${reason}`);
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    if (this.#closed || this.#reconnectTimer !== undefined || !this.#isWatching()) return;
    const waitMs = this.#reconnectMs * (0.5 + Math.random() / 2);
    this.#reconnectMs = Math.min(this.#reconnectMs * 2, lastReconnectMs);
    this.#reconnectTimer = setTimeout(() => {
      this.#reconnectTimer = undefined;
      this.#connected().then(
        (link) => this.#refreshAll(link, [...this.#units.keys()]),
        () => this.#reconnectLater(),
      );
    }, waitMs);
  }

  #isWatching(): boolean {
    return [...this.#units.values()].some(({ listeners }) => listeners.size > 0);
  }

  /** Reads units whole and tells their watchers; an error ends the link, and a new one reads again. */
  #refreshAll(link: Link, names: readonly string[]): void {
    for (const name of names) {
      const unit = this.#unit(name);
      if (unit.listeners.size === 0) continue;
      this.#refresh(link, unit, "whole").then(
        () => this.#tell(unit),
        () => link.bus.end(),
      );
    }
  }

  async #refresh(link: Link, unit: WatchedUnit, how: "whole" | "if-changed"): Promise<UnitState> {
    const listed = await listUnit(link.bus, unit.name);
    if (unit.path !== listed.path) {
      const old = unit.path;
      // Signals first, then the read: nothing falls in between.
      await changeMatch(link.bus, "AddMatch", unitMatchRule(listed.path));
      unit.path = listed.path;
      unit.properties = undefined;
      if (old !== undefined) await changeMatch(link.bus, "RemoveMatch", unitMatchRule(old));
    }
    if (how === "whole" || !isCurrent(unit.properties, listed)) {
      unit.properties = await getAllProperties(link.bus, listed.path);
    }
    return unitStateOf(unit.name, unit.properties ?? {});
  }

  #tell(unit: WatchedUnit): void {
    const state = unitStateOf(unit.name, unit.properties ?? {});
    for (const listener of unit.listeners) listener(state);
  }

  #onSignal(link: Link, signal: Message): void {
    if (signal.member === "NameOwnerChanged" && signal.sender === "org.freedesktop.DBus") {
      // A new manager knows nothing of the subscription; starting over asks it for everything.
      if (link.owner !== "" && signal.body[2] !== link.owner) link.bus.end();
      return;
    }
    if (signal.sender !== link.owner) return;
    if (saysPhaseChange(signal.member, signal.body)) void this.#changePhase(link, signal.member);
    else if (signal.member === "Reloading" && signal.body[0] === false) {
      this.#refreshAll(link, [...this.#units.keys()]);
    } else if (signal.member === "PropertiesChanged") {
      for (const unit of this.#units.values()) {
        if (unit.path === signal.path) this.#onPropertiesChanged(link, unit, signal.body);
      }
    }
  }

  async #changePhase(link: Link, member: string | undefined): Promise<void> {
    // Units that go down with the host must not be told while this is asked.
    if (member === "JobNew") this.#phase = "stopping";
    await this.readPhase();
    // What was waited with because of the former phase is due now.
    this.#refreshAll(link, [...this.#units.keys()]);
  }

  #onPropertiesChanged(link: Link, unit: WatchedUnit, [from, changed, invalidated]: readonly unknown[]): void {
    // Before the first whole read there is nothing to add to, and that read is under way.
    if (unit.properties === undefined) return;
    Object.assign(unit.properties, unitPropertiesFromBus(changed));
    if (Array.isArray(invalidated) && invalidated.some((name) => isUnitPropertyName(String(name)))) {
      this.#refreshAll(link, [unit.name]);
      return;
    }
    // The properties of the unit's kind come first, then these: only now the picture is whole.
    if (from === `${managerName}.Unit`) this.#tell(unit);
  }
}

/** Whether what the list says is what is known already; then the signals have told everything. */
function isCurrent(properties: UnitProperties | undefined, listed: ListedUnit): boolean {
  return (
    properties !== undefined &&
    properties.LoadState === listed.loadState &&
    properties.ActiveState === listed.activeState &&
    properties.SubState === listed.subState &&
    Number(properties.Job ?? 0) === listed.jobId
  );
}
