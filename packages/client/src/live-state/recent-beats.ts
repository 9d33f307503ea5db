import type { Heartbeat } from "../model/heartbeat.ts";
import { heartbeatSchema } from "../protocol/heartbeat-schema.ts";

const kept = 8;

/** Reads a heartbeat in any of the server's shapes; `undefined` when it is none. */
export function readBeat(raw: unknown): Heartbeat | undefined {
  return heartbeatSchema.safeParse(raw).data;
}

/** MariaDB gives the rows of a list without the fraction that the live ones have. */
function isSameBeat(left: Heartbeat, right: Heartbeat): boolean {
  const [a, b] = [left.time.getTime(), right.time.getTime()];
  const isSameTime =
    a === b || ((a % 1_000 === 0 || b % 1_000 === 0) && Math.floor(a / 1_000) === Math.floor(b / 1_000));
  return isSameTime && left.status === right.status && left.message === right.message;
}

/** The newest heartbeats of one monitor that were seen: enough to tell a new one from one that came already. */
export class RecentBeats {
  // As the server sent them: most are never looked at.
  #raw: unknown[] = [];

  /** Notes the rows of a list, oldest first, in the place of what was noted before; not of what is newer than the list. */
  replace(rows: readonly unknown[]): void {
    const end = this.#raw.length === 0 ? undefined : readBeat(rows.at(-1))?.time;
    const newer = end === undefined ? [] : this.#raw.filter((raw) => (readBeat(raw)?.time ?? end) > end);
    this.#raw = [...rows.slice(-kept), ...newer];
  }

  /** Notes one more. */
  add(raw: unknown): void {
    this.#raw.push(raw);
    if (this.#raw.length > kept) this.#raw.shift();
  }

  /** When the newest one was recorded. */
  get newest(): Date | undefined {
    return this.#beats().at(-1)?.time;
  }

  /**
   * Those of a list that did not come yet, oldest first. What is older than everything noted came long ago.
   *
   * @param beats - The list, oldest first.
   */
  missingFrom(beats: readonly Heartbeat[]): readonly Heartbeat[] {
    const seen = this.#beats();
    const oldest = seen[0]?.time.getTime() ?? -Infinity;
    return beats.filter((beat) => beat.time.getTime() >= oldest && !seen.some((other) => isSameBeat(other, beat)));
  }

  #beats(): readonly Heartbeat[] {
    return this.#raw
      .flatMap((raw) => readBeat(raw) ?? [])
      .toSorted((left, right) => left.time.getTime() - right.time.getTime());
  }
}
