import { ago, percent, shortSpan } from "../output/figures.ts";
import { statusStyle, statusText } from "../output/status-text.ts";
import type { Column } from "../output/table.ts";
import type { SeenMonitor, Since } from "./seen/seen-monitor.ts";

/** The names that `--columns` takes. */
export const COLUMN_NAMES = [
  "id",
  "name",
  "group",
  "host",
  "type",
  "status",
  "since",
  "last-beat",
  "interval",
  "uptime",
  "ping",
  "tags",
  "message",
] as const;

/** The name of a column of `kuma monitor list`. */
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** Those that are shown unless others are named. */
export const DEFAULT_COLUMNS: readonly ColumnName[] = ["id", "name", "status", "since", "type", "last-beat", "message"];

/** The columns of those names, in their order; the last one may go on in further lines. */
export function monitorColumns(names: readonly ColumnName[], now: Date): readonly Column<SeenMonitor>[] {
  return names.map((name, index) => {
    const isLast = index === names.length - 1;
    return {
      heading: name.replace("-", " "),
      ...columnOf(name, now),
      ...(isLast && name === "message" ? { wraps: true } : {}),
    };
  });
}

type Described = Omit<Column<SeenMonitor>, "heading">;

function columnOf(name: ColumnName, now: Date): Described {
  const columns: Readonly<Record<ColumnName, Described>> = {
    id: { cell: ({ monitor }) => String(monitor.id) },
    name: { cell: ({ monitor }) => monitor.name, isFlexible: true },
    group: { cell: ({ groups }) => groups.join(" / ") || "-", isFlexible: true },
    host: { cell: ({ host }) => host ?? "-", isFlexible: true },
    type: { cell: ({ monitor }) => monitor.type, isOptional: true },
    status: { cell: ({ status }) => statusText(status), style: ({ status }) => statusStyle(status) },
    since: { cell: ({ since }) => sinceText(since, now) },
    "last-beat": { cell: ({ lastBeat }) => ago(lastBeat, now), isOptional: true },
    interval: { cell: ({ monitor }) => `${monitor.interval}s` },
    uptime: { cell: ({ state }) => percent(state?.uptime["24h"] ?? null) },
    ping: { cell: ({ state }) => pingText(state?.averagePing ?? null) },
    tags: { cell: ({ monitor }) => monitor.tags.map(tagText).join(",") || "-", isFlexible: true },
    message: { cell: ({ message }) => message, isFlexible: true },
  };
  return columns[name];
}

/** A tag as people write it. */
export function tagText({ name, value }: { readonly name: string; readonly value: string }): string {
  return value === "" ? name : `${name}=${value}`;
}

/** A response time. */
export function pingText(milliseconds: number | null): string {
  return milliseconds === null ? "-" : `${Math.round(milliseconds)} ms`;
}

function sinceText(since: Since | undefined, now: Date): string {
  return since === undefined ? "-" : `${since.isExact ? "" : ">"}${shortSpan(now.getTime() - since.time.getTime())}`;
}
