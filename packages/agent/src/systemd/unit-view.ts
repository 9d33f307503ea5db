import type { BusConnection } from "./bus-connection.ts";
import { isInvalidated, unitPropertiesFromBus, type UnitSignal } from "./bus-values.ts";
import { Coalescer } from "./coalescer.ts";
import { forEachLimited } from "./for-each-limited.ts";
import { isCurrent, isPlain, needsMore, propertiesOf, type KnownUnit } from "./known-unit.ts";
import {
  getAllProperties,
  getRestarts,
  listUnitsByNames,
  listUnitsByPatterns,
  managerName,
  unitNameOfPath,
  type ListedUnit,
} from "./manager-calls.ts";
import { MatchRules } from "./match-rules.ts";
import { unitStateOf } from "./unit-properties.ts";
import type { UnitQuery } from "./unit-pattern.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { UnitState } from "./unit-state.ts";

/** So many units are read whole at the same time: each answer is some 20 kB, and systemd does one after another. */
const readsAtOnce = 4;

/** A unit that changes while it is read is read again so many times. */
const mostReadings = 5;

/** Of more units than this that match a query, the rest is known by its state alone. */
const mostInDetail = 1000;

interface Answer {
  /** Monotonic ms. */
  readonly at: number;
}

interface NamedAnswer extends Answer {
  readonly path: string;
}

interface QueryAnswer extends Answer {
  readonly rows: readonly ListedUnit[];
  readonly paths: ReadonlySet<string>;
}

/** The facts on units from one connection to the bus. It is thrown away with the connection. */
export class UnitView {
  readonly #bus: BusConnection;
  readonly #rules: MatchRules;
  readonly #units = new Map<string, KnownUnit>();
  readonly #named = new Map<string, NamedAnswer>();
  readonly #queried = new Map<UnitQuery, QueryAnswer>();
  /** Names that systemd refuses: one of them makes it refuse all that are asked for with it. */
  readonly #refused = new Set<string>();
  /** What is being read must not be forgotten. */
  readonly #beingRead = new Set<string>();
  #watchesAll = false;
  /** Counts all signals. */
  #heard = 0;
  readonly #nameReads = new Coalescer<string>((names) => this.#readNames(names));
  readonly #queryReads = new Coalescer<UnitQuery>((queries) => this.#readQueries(queries));

  constructor(bus: BusConnection) {
    this.#bus = bus;
    this.#rules = new MatchRules(bus);
  }

  /** Asks for units by name, together with all others that are asked for in the same moment. */
  refreshNames(names: Iterable<string>): Promise<void> {
    return this.#nameReads.add(names);
  }

  /** Asks for the units of a query. */
  refreshQuery(query: UnitQuery): Promise<void> {
    return this.#queryReads.add([query]);
  }

  /** When a name or a query was last asked for, monotonic ms; undefined when it never was. */
  askedAt(what: string | UnitQuery): number | undefined {
    return (typeof what === "string" ? this.#named.get(what) : this.#queried.get(what))?.at;
  }

  /** The state of a unit that was asked for by name; undefined when systemd has not sent it. */
  stateOf(name: string): UnitState | undefined {
    const unit = this.#units.get(this.#named.get(name)?.path ?? "");
    if (unit?.properties === undefined) return undefined;
    const { properties: of, made } = unit;
    if (made?.of === of && made.state.unit === name) return made.state;
    const state = unitStateOf(name, of);
    unit.made = { of, state };
    return state;
  }

  /** The units of a query that was asked for. */
  statesOf(query: UnitQuery): UnitState[] {
    return (this.#queried.get(query)?.rows ?? []).map((row) =>
      unitStateOf(row.name, this.#units.get(row.path)?.properties ?? propertiesOf(row)),
    );
  }

  /** Whether a unit was among the answers to a query. */
  isAmong(query: UnitQuery, path: string): boolean {
    return this.#queried.get(query)?.paths.has(path) === true;
  }

  /** The names that stand for the unit at a path. */
  namesAt(path: string): string[] {
    return [...this.#named].filter(([, answer]) => answer.path === path).map(([name]) => name);
  }

  /** Has units be read whole next time, whatever the signals said of them; all when no names are given. */
  distrust(names?: readonly string[]): void {
    const paths = names?.map((name) => this.#named.get(name)?.path ?? "") ?? this.#units.keys();
    for (const path of paths) {
      const unit = this.#units.get(path);
      if (unit !== undefined) unit.isStale = true;
    }
  }

  /** Nobody wants these any more. */
  forget({ names = [], query }: { readonly names?: readonly string[]; readonly query?: UnitQuery }): void {
    for (const name of names) this.#named.delete(name);
    if (query !== undefined) this.#queried.delete(query);
    this.#watchesAll = this.#queried.size > 0;
    this.#prune();
    this.#listen().catch(() => undefined);
  }

  /** Takes in a `PropertiesChanged` of a unit. */
  takeSignal(path: string, [from, changed, invalidated]: readonly unknown[]): UnitSignal {
    this.#heard += 1;
    const unit = this.#units.get(path);
    const properties = unitPropertiesFromBus(changed);
    const signal = { path, name: unitNameOfPath(path), activeState: properties.ActiveState };
    if (unit !== undefined) unit.heardAt = this.#heard;
    // Before the first whole read there is nothing to add to, and that read is under way.
    if (unit?.properties === undefined) return { ...signal, isWhole: false, needsReading: false };
    // The properties of the unit's kind come first, then these: only now the picture is whole. A look in between would
    // see the count of restarts of one moment with the state of another.
    const isEnd = from === `${managerName}.Unit`;
    unit.half = { ...unit.half, ...properties };
    if (isEnd) {
      unit.properties = { ...unit.properties, ...unit.half };
      unit.half = undefined;
    }
    const needsReading = isInvalidated(invalidated) || (isEnd && needsMore(unit));
    unit.isStale ||= needsReading;
    return { ...signal, isWhole: isEnd && !needsReading, needsReading };
  }

  async #readNames(names: ReadonlySet<string>): Promise<void> {
    let asked = this.#heard;
    let rows = await this.#listNames([...names]);
    if (this.#takeIn(rows.values())) {
      // Signals first, then the answer that counts: nothing falls in between.
      await this.#listen();
      asked = this.#heard;
      rows = await this.#listNames([...names]);
      this.#takeIn(rows.values());
    }
    const at = performance.now();
    await this.#readChanged([...rows.values()], asked);
    for (const [name, { path }] of rows) this.#named.set(name, { path, at });
  }

  async #listNames(names: readonly string[]): Promise<Map<string, ListedUnit>> {
    const good = names.filter((name) => !this.#refused.has(name));
    const rows = new Map<string, ListedUnit>();
    try {
      const listed = good.length === 0 ? [] : await listUnitsByNames(this.#bus, good);
      for (const [index, row] of listed.entries()) rows.set(good[index] ?? row.name, row);
    } catch (error) {
      if (!(error instanceof UnitStateError) || !error.isAnswer) throw error;
      for (const name of good) await this.#listAlone(name, rows);
    }
    return rows;
  }

  async #listAlone(name: string, rows: Map<string, ListedUnit>): Promise<void> {
    try {
      const [row] = await listUnitsByNames(this.#bus, [name]);
      if (row !== undefined) rows.set(name, row);
    } catch (error) {
      if (!(error instanceof UnitStateError) || !error.isAnswer) throw error;
      this.#refused.add(name);
    }
  }

  async #readQueries(queries: ReadonlySet<UnitQuery>): Promise<void> {
    this.#watchesAll = true;
    // Signals first: a unit that comes after the list was made must be heard.
    await this.#listen();
    for (const query of queries) {
      const asked = this.#heard;
      const listed = await listUnitsByPatterns(this.#bus, query);
      const at = performance.now();
      const rows = [...listed].sort((one, other) => compare(one.name, other.name));
      const detailed = rows.slice(0, mostInDetail);
      this.#takeIn(detailed);
      await this.#readChanged(detailed, asked);
      this.#queried.set(query, { at, rows, paths: new Set(rows.map(({ path }) => path)) });
    }
    this.#prune();
  }

  /** Makes room for what is known of units. @returns whether there is one that was not listened to */
  #takeIn(rows: Iterable<ListedUnit>): boolean {
    let isNew = false;
    for (const { path } of rows) {
      this.#beingRead.add(path);
      if (this.#units.has(path)) continue;
      this.#units.set(path, { path, heardAt: 0, isStale: true, isBrief: true });
      isNew = true;
    }
    return isNew;
  }

  /** Reads units that have changed in the list; otherwise the signals have said everything. */
  async #readChanged(rows: readonly ListedUnit[], asked: number): Promise<void> {
    try {
      await this.#listen();
      const changed = new Map(
        rows.filter((row) => !isCurrent(this.#units.get(row.path), row)).map((row) => [row.path, row]),
      );
      await forEachLimited(changed.values(), readsAtOnce, async (row) => {
        try {
          const isDone = isPlain(propertiesOf(row)) && (await this.#readBriefly(row, asked));
          if (!isDone) await this.#readWhole(row.path);
        } catch (error) {
          this.#takeRow(row, error);
        }
      });
    } finally {
      for (const { path } of rows) this.#beingRead.delete(path);
    }
  }

  /**
   * Of a unit that runs, the list says all that matters but how often it was restarted: a fiftieth of what there is to
   * read. @returns whether that was not overtaken by a signal
   */
  async #readBriefly(row: ListedUnit, asked: number): Promise<boolean> {
    const unit = this.#units.get(row.path);
    if (unit === undefined) return true;
    const restarts = row.name.endsWith(".service") ? await getRestarts(this.#bus, row.path) : "0";
    // One that was restarted may have failed a moment ago.
    if (unit.heardAt > asked || restarts !== "0") return false;
    unit.properties = { NRestarts: restarts, ...propertiesOf(row) };
    unit.isStale = false;
    unit.isBrief = true;
    return true;
  }

  /** The manager cannot write down what is not UTF-8, such as an argument: of such a unit the list has to be enough. */
  #takeRow(row: ListedUnit, error: unknown): void {
    if (!(error instanceof UnitStateError) || !error.isAnswer) throw error;
    const unit = this.#units.get(row.path);
    if (unit === undefined) return;
    unit.properties = propertiesOf(row);
    unit.isStale = false;
    unit.isBrief = true;
  }

  async #readWhole(path: string): Promise<void> {
    const unit = this.#units.get(path);
    if (unit === undefined) return;
    // A signal that comes right behind the answer may have been taken in before it: then it would be lost.
    for (let reading = 0; reading < mostReadings; reading += 1) {
      const asked = this.#heard;
      unit.properties = await getAllProperties(this.#bus, path);
      unit.isStale = false;
      unit.isBrief = false;
      if (unit.heardAt <= asked) return;
    }
  }

  #listen(): Promise<void> {
    return this.#rules.listenTo(this.#watchesAll ? "all" : this.#units.keys());
  }

  /** Forgets the units that nobody has asked for. */
  #prune(): void {
    const wanted = new Set([...this.#named.values()].map(({ path }) => path));
    for (const { paths } of this.#queried.values()) for (const path of paths) wanted.add(path);
    for (const path of this.#units.keys()) {
      if (!wanted.has(path) && !this.#beingRead.has(path)) this.#units.delete(path);
    }
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
