/** A row of the table `heartbeat`. */
export interface StoredBeat {
  id: number;
  important: 0 | 1;
  monitor_id: number;
  status: number;
  msg: string;
  time: string;
  ping: number | null;
  duration: number;
  down_count: number;
  end_time: string;
  retries: number;
  response: string | null;
}

/** The heartbeats of all monitors. */
export class Heartbeats {
  readonly #ofMonitors = new Map<number, StoredBeat[]>();
  #lastId = 0;

  /** Those of a monitor, oldest first. */
  of(monitorId: number): readonly StoredBeat[] {
    return this.#ofMonitors.get(monitorId) ?? [];
  }

  /** The newest of a monitor. */
  last(monitorId: number): StoredBeat | undefined {
    return this.of(monitorId).at(-1);
  }

  /** The important ones of one monitor, or of all with `null`, newest first. */
  important(monitorId: number | null): readonly StoredBeat[] {
    const beats = monitorId === null ? [...this.#ofMonitors.values()].flat() : this.of(monitorId);
    // Of one millisecond: SQLite reads a monitor's index backwards, and sorts the rows of all, which keeps their order.
    const ofOneTime = monitorId === null ? 1 : -1;
    return beats
      .filter(({ important }) => important === 1)
      .toSorted((a, b) => (a.time === b.time ? (a.id - b.id) * ofOneTime : a.time < b.time ? 1 : -1));
  }

  add(beat: Omit<StoredBeat, "id">): void {
    this.#lastId += 1;
    const beats = this.#ofMonitors.get(beat.monitor_id) ?? [];
    this.#ofMonitors.set(beat.monitor_id, beats);
    beats.push({ id: this.#lastId, ...beat });
  }

  /** Forgets those of a monitor, or all. */
  clear(monitorId?: number): void {
    if (monitorId === undefined) this.#ofMonitors.clear();
    else this.#ofMonitors.delete(monitorId);
  }
}
