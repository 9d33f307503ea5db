import { isSameValue } from "../same-value.ts";

type Rows = Readonly<Record<string, unknown>>;

/** Listeners for the monitors. */
export interface MonitorListeners {
  /** One is new or different; `isNew` when it was not there before. */
  readonly onChanged: (raw: unknown, isNew: boolean) => void;
  /** One is gone. */
  readonly onRemoved: (monitorId: number) => void;
}

function rowsOf(payload: unknown): Rows {
  return typeof payload === "object" && payload !== null ? (payload as Rows) : {};
}

/**
 * How long a list may be under way that was gathered before a monitor was made or deleted, in ms. Servers before 2.0 gather each
 * list monitor by monitor, and send one after the deletion that still has it. Later ones read the monitors first, then all that
 * belongs to them, and send a list without a monitor that they have reported meanwhile.
 */
const longestUnderWay = 60_000;

/**
 * How long a list may be under way from 2.0 on, in ms. One that was gathered for the log-in of anybody may come after the report of a
 * later change.
 */
const longestOnTheWay = 5_000;

/**
 * Reports the changes from one list of monitors to the next. Servers before 2.0 send the whole list after each change.
 * Later ones name the monitor. All of them send the list again whenever anybody logs in.
 */
export class MonitorDiff {
  readonly #listeners: MonitorListeners;
  // As the server sent them; nothing is read before it is needed.
  #rows: Map<string, unknown> | undefined;
  /** When the server reported a monitor gone, on a clock that nobody sets. */
  readonly #removed = new Map<string, number>();
  /** When the server reported a monitor by name, on the same clock. */
  readonly #named = new Map<string, number>();
  #highestId = 0;
  /** A monitor with an id up to this one is among the rows, or is gone: the server gives ids in order. */
  #settledId = 0;

  /** Takes whom to tell. */
  constructor(listeners: MonitorListeners) {
    this.#listeners = listeners;
  }

  /** The highest id that ever came; no server gives an id twice. */
  get highestId(): number {
    return this.#highestId;
  }

  /** All monitors, as they were sent last. */
  get rows(): readonly unknown[] {
    return [...(this.#rows?.values() ?? [])];
  }

  /** How many there are. */
  get count(): number {
    return this.#rows?.size ?? 0;
  }

  /** The ids below a reported one of which nothing was reported, the highest first: new ones, or of monitors that went before the list. */
  get unreported(): readonly number[] {
    const count = this.#highestId - this.#settledId;
    const ids = Array.from({ length: count }, (_, index) => this.#highestId - index);
    return ids.filter((id) => this.#rows?.has(String(id)) !== true && !this.#removed.has(String(id)));
  }

  /** Notes that no monitor with an id up to this one is missing here. */
  settleUpTo(id: number): void {
    this.#settledId = Math.max(this.#settledId, id);
  }

  /** One monitor, as it was sent last. */
  row(id: number): unknown {
    return this.#rows?.get(String(id));
  }

  /** `monitorList`: the whole list. The first one is the beginning, and reports nothing. */
  onList(payload: unknown): void {
    const before = this.#rows;
    const listed = Object.entries(rowsOf(payload)).filter(([id]) => !this.#isGone(id));
    this.settleUpTo(Math.max(0, ...listed.map(([id]) => Number(id))));
    this.#rows = new Map(listed.map(([id, raw]) => [id, this.#newest(id, raw)]));
    for (const [id, raw] of before ?? []) {
      if (!this.#rows.has(id) && this.#isNew(id)) this.#rows.set(id, raw);
    }
    this.#highestId = Math.max(this.#highestId, this.#settledId);
    if (before === undefined) return;
    for (const [id, raw] of this.#rows) this.#compare(before, id, raw);
    for (const id of before.keys()) {
      if (!this.#rows.has(id)) this.#remove(id);
    }
  }

  /** `updateMonitorIntoList`: a map with usually one monitor. */
  onUpdate(payload: unknown): void {
    const rows = (this.#rows ??= new Map());
    for (const [id, raw] of Object.entries(rowsOf(payload))) {
      if (this.#isGone(id)) continue;
      this.#compare(rows, id, raw);
      rows.set(id, raw);
      this.#named.set(id, performance.now());
      this.#highestId = Math.max(this.#highestId, Number(id));
    }
  }

  /** `deleteMonitorFromList`: an id. */
  onDelete(payload: unknown): void {
    if (this.#rows?.delete(String(payload)) === true) this.#remove(String(payload));
    else this.#removed.set(String(payload), performance.now());
  }

  /** The connection is lost: of what happens until the next one nothing is reported, and its list is the newest. */
  onLost(): void {
    this.#named.clear();
  }

  /** Whether a monitor was reported by name so lately that a list without it may be older. Its deletion would have been reported. */
  #isNew(id: string): boolean {
    const since = this.#named.get(id);
    return since !== undefined && performance.now() - since < longestUnderWay;
  }

  /** What was reported of a monitor by name, if that is so late that a list may be older; else what the list has. */
  #newest(id: string, listed: unknown): unknown {
    const since = this.#named.get(id);
    if (since === undefined) return listed;
    if (performance.now() - since < longestOnTheWay) return this.#rows?.get(id) ?? listed;
    this.#named.delete(id);
    return listed;
  }

  #remove(id: string): void {
    this.#named.delete(id);
    this.#removed.set(id, performance.now());
    this.#listeners.onRemoved(Number(id));
  }

  /** Whether it was deleted so lately that a report of it may be older. */
  #isGone(id: string): boolean {
    const since = this.#removed.get(id);
    if (since === undefined || performance.now() - since < longestUnderWay) return since !== undefined;
    this.#removed.delete(id);
    return false;
  }

  #compare(before: ReadonlyMap<string, unknown>, id: string, raw: unknown): void {
    if (!isSameValue(before.get(id), raw)) this.#listeners.onChanged(raw, !before.has(id));
  }
}
