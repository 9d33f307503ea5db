import { isSameValue } from "../same-value.ts";

type Rows = Readonly<Record<string, unknown>>;

/** What became of the monitors. */
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
 * Tells what has changed from one list of monitors to the next. Servers before 2.0 send the whole list after each
 * change, later ones name the monitor, and all of them send the list again whenever anybody logs in.
 */
export class MonitorDiff {
  readonly #listeners: MonitorListeners;
  // As the server sent them; nothing is read before it is needed.
  #rows: Map<string, unknown> | undefined;
  #highestId = 0;

  /** Takes whom to tell. */
  constructor(listeners: MonitorListeners) {
    this.#listeners = listeners;
  }

  /** The highest id that was ever told; no server gives an id twice. */
  get highestId(): number {
    return this.#highestId;
  }

  /** One monitor, as it was sent last. */
  row(id: number): unknown {
    return this.#rows?.get(String(id));
  }

  /** `monitorList`: the whole list. The first one is the beginning, and tells nothing. */
  onList(payload: unknown): void {
    const before = this.#rows;
    this.#rows = new Map(Object.entries(rowsOf(payload)));
    for (const id of this.#rows.keys()) this.#highestId = Math.max(this.#highestId, Number(id));
    if (before === undefined) return;
    for (const [id, raw] of this.#rows) this.#compare(before, id, raw);
    for (const id of before.keys()) {
      if (!this.#rows.has(id)) this.#listeners.onRemoved(Number(id));
    }
  }

  /** `updateMonitorIntoList`: a map with usually one monitor. */
  onUpdate(payload: unknown): void {
    const rows = (this.#rows ??= new Map());
    for (const [id, raw] of Object.entries(rowsOf(payload))) {
      this.#compare(rows, id, raw);
      rows.set(id, raw);
      this.#highestId = Math.max(this.#highestId, Number(id));
    }
  }

  /** `deleteMonitorFromList`: an id. */
  onDelete(payload: unknown): void {
    if (this.#rows?.delete(String(payload)) === true) this.#listeners.onRemoved(Number(payload));
  }

  #compare(before: ReadonlyMap<string, unknown>, id: string, raw: unknown): void {
    if (!isSameValue(before.get(id), raw)) this.#listeners.onChanged(raw, !before.has(id));
  }
}
