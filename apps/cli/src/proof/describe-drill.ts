import type { DrillEvent, DrillOutcome, DrillPlan } from "@kumakit/provision";

import { localTime } from "../output/figures.ts";
import { indentedLines, markedLines } from "../output/marked-lines.ts";
import { styled, type OutputStream, type Style } from "../output/theme.ts";
import { cureOf } from "./cure-of.ts";
import { drillFaults, type Seen } from "./drill-data.ts";

/** The column in which the words of a time line begin. */
const indent = " ".repeat(10);

/** The work of this moment, for the line of progress. */
export function drillProgress(event: DrillEvent, { drilled: { unit, hostname } }: DrillPlan): string {
  if (event.kind === "guarded")
    return `Stopping ${unit}; ${hostname} itself starts it at ${localTime(event.until, true).slice(11)} at the latest`;
  return {
    stopped: `${unit} is stopped; waiting for the DOWN`,
    down: "Uptime Kuma shows the DOWN",
    starting: `Starting ${unit} again`,
    started: `${unit} runs again; waiting for the UP`,
    up: "Uptime Kuma shows the UP",
  }[event.kind];
}

/** The steps of a drill; each completes "Would …". */
export function drillSteps({ drilled, monitor, channels }: DrillPlan, forMs: number): readonly string[] {
  const { unit, hostname, together } = drilled;
  const all = [unit, ...together].join(", ");
  const called = channels.map(({ name }) => JSON.stringify(name)).join(", ");
  return [
    `put a timer on ${hostname} that starts ${all} again after ${Math.ceil(forMs / 1000)} s`,
    `stop ${unit} there, until ${monitor.name} is DOWN${called === "" ? "" : `, which alerts ${called}`}`,
    `start ${all} again, and take the timer away`,
  ];
}

/** The question before a drill. */
export function drillQuestion({ drilled, channels }: DrillPlan, forMs: number): string {
  const { unit, hostname, together, triggeredBy } = drilled;
  const more = together.length === 0 ? "" : `, and with it ${together.join(", ")}`;
  const trigger = triggeredBy.length === 0 ? "" : ` ${triggeredBy.join(" and ")} may start it before.`;
  const called = channels.map(({ name }) => name).join(", ");
  return `Really stop ${unit} on ${hostname}${more}, for ${Math.ceil(forMs / 1000)} s at most? This alerts ${called}.${trigger}`;
}

/** The text of what keeps a drill from being worth it: nothing was stopped. */
export function describeNoDrill({ drilled, monitor, findings }: DrillPlan, stream: OutputStream): string {
  return [
    ...markedLines("bad", `${drilled.unit} on ${drilled.hostname} was not stopped: nobody would be alerted`, stream),
    ...findings
      .filter(({ severity }) => severity === "problem")
      .flatMap((found) => [
        ...indentedLines(`${monitor.name}: ${found.message}`, "  ", stream),
        ...indentedLines(cureOf(found), "    ", stream),
      ]),
  ].join("\n");
}

/** The text of a drill: how it ended, its course with times, and what it proves. */
export function describeDrill(outcome: DrillOutcome, seen: Seen, stream: OutputStream): string {
  const { plan, stoppedMs, down, startedMs, up, isAfterAlerts, end } = outcome;
  const { unit, hostname } = plan.drilled;
  const where = `${unit} on ${hostname}`;
  const faults = drillFaults(outcome, seen);
  const channels = plan.channels.map(({ name, type }) => `${name} (${type})`).join(", ");
  const row = (ms: number, style: Style, text: string): readonly string[] => timeLine({ ms, style, text }, stream);
  const called = isAfterAlerts ? `called before that: ${channels}` : `called after that: ${channels}`;
  const head =
    faults.length === 0
      ? markedLines("good", `${where} was stopped, Uptime Kuma noticed it, and it runs again`, stream)
      : markedLines("bad", `${where}: ${faults.join("; ")}`, stream);
  const rows: readonly (readonly [number, readonly string[]])[] = [
    [stoppedMs, row(stoppedMs, "heading", "stopped")],
    ...(down === null
      ? []
      : ([
          [down.ms, [...row(down.ms, "error", `DOWN ${down.message}`), ...indentedLines(called, indent, stream)]],
        ] as const)),
    [startedMs, row(startedMs, "heading", "started again")],
    ...(up === null
      ? []
      : ([[up.ms, [...row(up.ms, "success", `UP ${up.message}`), ...indentedLines(called, indent, stream)]]] as const)),
  ];
  const left = end.isGuarded ? "The host tries to start it again every 15 s: systemctl status kuma-drill" : undefined;
  return [
    ...head,
    "",
    ...rows.toSorted(([a], [b]) => a - b).flatMap(([, lines]) => lines),
    "",
    ...indentedLines(left ?? meaningOf(outcome, seen), "", stream).map((part) => styled("faint", part, stream)),
  ].join("\n");
}

function timeLine(
  { ms, style, text }: { readonly ms: number; readonly style: Style; readonly text: string },
  stream: OutputStream,
): readonly string[] {
  const time = `${(ms / 1000).toFixed(1)} s`.padStart(indent.length - 2);
  return indentedLines(text, indent, stream).map((part, index) =>
    index === 0 ? `${styled("faint", time, stream)}  ${styled(style, part.slice(indent.length), stream)}` : part,
  );
}

function meaningOf({ down, up, isAfterAlerts }: DrillOutcome, seen: Seen): string {
  if (down === null)
    return "Something that looks more seldom needs a longer --for; kuma agent status says whether the agent looks at all.";
  if (up === null) return "The recovery was not reported: kuma agent status says how the agent is.";
  if ([...seen.values()].includes(false)) return "A channel that nobody sees: kuma verify says more of it.";
  if (seen.size > 0) return "A real outage, and you have seen its alert.";
  const sent = isAfterAlerts
    ? "Uptime Kuma shows a change only once it has called every channel."
    : "This version of Uptime Kuma calls the channels after it has shown a change.";
  return `${sent} Only a person can say that the alert arrived: --ack asks for it.`;
}
