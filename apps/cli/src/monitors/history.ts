import type { Heartbeat } from "@kumakit/client";

import { localTime, shortSpan } from "../output/figures.ts";
import { statusStyle, statusText } from "../output/status-text.ts";
import type { Column } from "../output/table.ts";

/** A heartbeat, and how long it was until the next one. */
export interface HistoryRow {
  readonly beat: Heartbeat;
  /** In ms; undefined for the newest. */
  readonly lasted: number | undefined;
}

/** Adds to each heartbeat the time until the one that stands before it; the newest comes first. */
export function withLengths(beats: readonly Heartbeat[]): readonly HistoryRow[] {
  return beats.map((beat, index) => {
    const next = beats[index - 1];
    return { beat, lasted: next === undefined ? undefined : next.time.getTime() - beat.time.getTime() };
  });
}

/** The columns of `kuma monitor history`. */
export function historyColumns(isEveryBeat: boolean, now: Date): readonly Column<HistoryRow>[] {
  const time = { heading: "time", cell: ({ beat }: HistoryRow) => localTime(beat.time, true) };
  const status = {
    heading: "status",
    cell: ({ beat }: HistoryRow) => statusText(beat.status),
    style: ({ beat }: HistoryRow) => statusStyle(beat.status),
  };
  const lasted = {
    heading: "lasted",
    cell: (row: HistoryRow) =>
      row.lasted === undefined ? `${shortSpan(now.getTime() - row.beat.time.getTime())}+` : shortSpan(row.lasted),
  };
  const ping = { heading: "ping", cell: ({ beat }: HistoryRow) => (beat.ping === null ? "-" : `${beat.ping} ms`) };
  const message = { heading: "message", cell: ({ beat }: HistoryRow) => beat.message, wraps: true };
  return [time, status, isEveryBeat ? ping : lasted, message];
}
