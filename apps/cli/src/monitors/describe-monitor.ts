import type { MonitorState } from "@kumakit/client";

import { ago, localTime, percent, shortSpan } from "../output/figures.ts";
import { fieldLines } from "../output/field-lines.ts";
import { inStatusStyle, statusText } from "../output/status-text.ts";
import type { OutputStream } from "../output/theme.ts";
import { widthOf, wrapWords } from "../output/fit-text.ts";
import { BEAT_SIGNS, beatBar, beatLegend, pingLine } from "./beat-bars.ts";
import { pingText, tagText } from "./monitor-columns.ts";
import type { SeenMonitor } from "./seen/seen-monitor.ts";

/** The facts beside the monitor itself. */
export interface MonitorSurroundings {
  readonly alerts: readonly string[];
  readonly dashboardUrl: string;
  readonly pushUrl: string | undefined;
  readonly now: Date;
  readonly stream: OutputStream;
}

/** The label and what stands between it and a value. */
const LABELS = 14;
/** As many as Kuma's own page shows. */
const MOST_BEATS = 50;

/** The output of `kuma monitor show` for people. */
export function describeMonitor(seen: SeenMonitor, around: MonitorSurroundings): string {
  const { monitor, status, message, groups, host, state } = seen;
  const { stream } = around;
  const room = Math.max(8, Math.min(MOST_BEATS, widthOf(stream) - LABELS));
  const beats = (state?.heartbeats ?? []).slice(-room);
  const bar = beats.map((beat) => BEAT_SIGNS[beat.status]).join("");
  const fields = {
    Name: monitor.name,
    Id: String(monitor.id),
    Type: monitor.type,
    Status: `${statusText(status)}${lasting(seen, around.now)}`,
    Message: wrapWords(message, widthOf(stream) - LABELS).join("\n"),
    "Last beat": ago(seen.lastBeat, around.now),
    Beats: beats.length === 0 ? "" : `${bar}\n${beatLegend(beats)}`,
    Ping: pingLine(beats),
    "Mean ping": state?.averagePing == null ? "" : `${pingText(state.averagePing)} in 24 h`,
    Uptime: uptimeText(state?.uptime),
    Interval: `${monitor.interval} s`,
    Group: groups.join(" / "),
    Host: host ?? "",
    Alerts: around.alerts.join(", ") || "nobody",
    Tags: monitor.tags.map(tagText).join(", "),
    Description: monitor.description ?? "",
    Dashboard: around.dashboardUrl,
    "Push URL": around.pushUrl ?? "",
  };
  // Colours go in last: what others wrote is made harmless first.
  return fieldLines(fields, stream)
    .replace(/^(Beats: +)\S+$/m, (_, label: string) => `${label}${beatBar(beats, stream)}`)
    .replace(
      /^(Status: +)(\S+ \w+)/m,
      (_, label: string, text: string) => `${label}${inStatusStyle(status, text, stream)}`,
    );
}

function lasting({ since }: SeenMonitor, now: Date): string {
  if (since === undefined) return "";
  const before = since.isExact ? "" : "more than ";
  const span = shortSpan(now.getTime() - since.time.getTime());
  return `, for ${before}${span} (since ${since.isExact ? "" : "before "}${localTime(since.time)})`;
}

function uptimeText(uptime: MonitorState["uptime"] | undefined): string {
  if (uptime === undefined || Object.values(uptime).every((ratio) => ratio === null)) return "";
  const parts = [
    `24 h ${percent(uptime["24h"])}`,
    `30 d ${percent(uptime["30d"])}`,
    ...(uptime["1y"] === null ? [] : [`year ${percent(uptime["1y"])}`]),
  ];
  return parts.join(" · ");
}
