import { printable } from "@kumakit/text";

import { inStatusStyle, statusSymbol } from "../../output/status-text.ts";
import { styled, type OutputStream } from "../../output/theme.ts";
import { ago, localTime, shortSpan } from "../../output/figures.ts";
import { widthOf, wrapWords } from "../../output/fit-text.ts";
import { BY_URGENCY, type SeenMonitor } from "../seen/seen-monitor.ts";
import type { AlertedChannel, Overview } from "./overview.ts";

/** Where and when an overview is shown. */
export interface Shown {
  readonly server: { readonly url: string; readonly version: string };
  readonly channels: readonly AlertedChannel[];
  readonly now: Date;
  readonly stream: OutputStream;
}

const INDENT = "  ";

/** The screen of `kuma status`: what is wrong first, with the reason in full. */
export function describeOverview(overview: Overview, shown: Shown): string {
  const { server, stream } = shown;
  const { total, problems, paused } = overview;
  const place = wrapped(`${server.url}, Uptime Kuma ${server.version}`, "", shown).map((line) => faint(line, stream));
  if (total === 0) return ["There are no monitors yet.", ...place].join("\n");
  const names = paused.map(({ monitor }) => monitor.name).join(", ");
  return [
    ...summary(overview, shown),
    ...place,
    ...alerts(shown),
    ...problems.flatMap((problem) => ["", ...describeProblem(problem, shown)]),
    ...(paused.length === 0 ? [] : ["", ...wrapped(`Paused: ${names}`, "", shown).map((line) => faint(line, stream))]),
  ].join("\n");
}

function describeProblem(seen: SeenMonitor, shown: Shown): readonly string[] {
  const { stream } = shown;
  const { status, message, monitor } = seen;
  const title = wrapped(
    `${statusSymbol(status)} ${status.toUpperCase()} ${monitor.name}${lasting(seen, shown)}`,
    "",
    shown,
  );
  const reason = message === "" ? "no heartbeat yet" : message;
  return [
    ...title.map((line) => inStatusStyle(status, line, stream)),
    ...wrapped(reason, INDENT, shown),
    ...wrapped(facts(seen, shown), INDENT, shown).map((line) => faint(line, stream)),
  ];
}

function lasting({ since }: SeenMonitor, { now }: Shown): string {
  if (since === undefined) return "";
  return `, for ${since.isExact ? "" : "more than "}${shortSpan(now.getTime() - since.time.getTime())}`;
}

function facts({ monitor, host, groups, since, lastBeat }: SeenMonitor, { now }: Shown): string {
  const known = [
    host === undefined ? "" : `host ${host}`,
    groups.length === 0 ? "" : `group ${groups.join(" / ")}`,
    since === undefined ? "" : `since ${since.isExact ? "" : "before "}${localTime(since.time)}`,
    `last beat ${ago(lastBeat, now)}`,
    `id ${monitor.id}`,
  ];
  return known.filter((fact) => fact !== "").join(" · ");
}

/** Who is alerted, and how sure that is. */
function alerts(shown: Shown): readonly string[] {
  const { channels, now, stream } = shown;
  if (channels.length === 0)
    return wrapped("! Nobody is alerted: no notification is attached to any monitor.", "", shown).map((line) =>
      styled("warning", line, stream),
    );
  const parts = channels.map(({ name, provenAt }) =>
    provenAt === null ? `${name} (never proven)` : `${name} (proven ${ago(provenAt, now)})`,
  );
  return wrapped(`Alerts ${parts.join(", ")}`, "", shown).map((line) => faint(line, stream));
}

/** How many there are of each status, the worst first and in its colour. */
function summary({ counts, total }: Overview, shown: Shown): readonly string[] {
  const told = BY_URGENCY.filter((status) => counts[status] > 0);
  const sums = told.map((status) => `${statusSymbol(status)} ${counts[status]} ${status}`);
  const text = `${sums.join(" · ")} of ${total} monitor${total === 1 ? "" : "s"}`;
  return wrapped(text, "", shown).map((line) => inStatusStyle(told[0] ?? "up", line, shown.stream));
}

function wrapped(text: string, indent: string, { stream }: Shown): readonly string[] {
  return wrapWords(printable(text), widthOf(stream) - indent.length).map((line) => `${indent}${line}`);
}

function faint(text: string, stream: OutputStream): string {
  return styled("faint", text, stream);
}
