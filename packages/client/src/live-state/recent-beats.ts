import type { Heartbeat } from "../model/heartbeat.ts";
import { heartbeatSchema } from "../protocol/heartbeat-schema.ts";

const kept = 8;

/** Reads a heartbeat in any of the server's shapes; `undefined` when it is something else. */
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

const byTime = (left: Heartbeat, right: Heartbeat): number => left.time.getTime() - right.time.getTime();

/** The newest heartbeats of one monitor that were seen: enough to tell a new one from one that came already. */
export class RecentBeats {
  #beats: readonly Heartbeat[] = [];
  // The rows of the last list, as the server sent them: a log-in brings many, and most are never looked at.
  #rows: readonly unknown[] | undefined;

  /** Notes the rows of a list, oldest first, instead of the noted beats; what is newer than the list stays. */
  replace(rows: readonly unknown[]): void {
    const hasNothing = this.#beats.length === 0 && this.#rows === undefined;
    const end = hasNothing ? undefined : readBeat(rows.at(-1))?.time;
    this.#beats = end === undefined ? [] : this.#read().filter(({ time }) => time > end);
    this.#rows = rows.slice(-kept);
  }

  /** Notes one more. */
  add(beat: Heartbeat): void {
    const beats = [...this.#read(), beat];
    this.#beats = beats.slice(-kept);
  }

  /** When the newest one was recorded. */
  get newest(): Date | undefined {
    return this.#read().toSorted(byTime).at(-1)?.time;
  }

  /**
   * Those of a list that did not come yet, oldest first. A beat older than everything noted came long ago.
   *
   * @param beats - The list, oldest first.
   */
  missingFrom(beats: readonly Heartbeat[]): readonly Heartbeat[] {
    const seen = this.#read().toSorted(byTime);
    const oldest = seen[0]?.time.getTime() ?? -Infinity;
    return beats.filter((beat) => beat.time.getTime() >= oldest && !seen.some((other) => isSameBeat(other, beat)));
  }

  /** Reads the rows of the list once, when somebody looks. */
  #read(): readonly Heartbeat[] {
    if (this.#rows !== undefined) {
      this.#beats = [...this.#rows.flatMap((raw) => readBeat(raw) ?? []), ...this.#beats];
      this.#rows = undefined;
    }
    return this.#beats;
  }
}
