import { printable } from "@kumakit/text";
import type { CheckLook, CheckStatus } from "@kumakit/agent/config";
import { isNewer, type AgentReport } from "@kumakit/provision/installed-agent";

import { shortSpan } from "../output/figures.ts";
import { renderTable, type Column } from "../output/table.ts";
import type { Style } from "../output/theme.ts";
import { VERSION } from "../version.ts";

/** How a state looks: a sign and a colour beside the word, never the colour alone. */
const STATES: Readonly<Record<CheckStatus["status"], { readonly symbol: string; readonly style: Style }>> = {
  up: { symbol: "✓", style: "success" },
  down: { symbol: "✗", style: "error" },
  pending: { symbol: "○", style: "warning" },
  unknown: { symbol: "?", style: "warning" },
};

/** How long after it was due a push counts as missing, in ms. */
const patience = 60_000;

/** Why what the agent says of itself is not to be trusted; undefined when it is. */
export function agentTrouble(
  { service, status, statusProblem, isCurrent }: AgentReport,
  now: Date,
): string | undefined {
  if (service.manager === "cron" && service.activeState !== "active")
    return "Nothing wakes the agent: cron does not run there, or has no entry of it.";
  if (!["active", "reloading"].includes(service.activeState))
    return `The agent does not run (${service.activeState}, ${service.subState}).`;
  if (statusProblem !== undefined) return `The agent's status cannot be read: ${statusProblem}.`;
  if (status === undefined || !isCurrent) return "The agent runs, but has not written its status yet.";
  const due = reportersOf(status).flatMap(({ nextPushAt }) => (nextPushAt === null ? [] : [Date.parse(nextPushAt)]));
  if (due.length === 0 || Math.min(...due) + patience >= now.getTime()) return undefined;
  return `The agent hangs: it had something to do at ${new Date(Math.min(...due)).toISOString()}.`;
}

/** The checks, and the agent itself where it has a monitor. */
function reportersOf({ checks, heartbeat }: NonNullable<AgentReport["status"]>): readonly CheckStatus[] {
  return heartbeat === undefined ? checks : [...checks, heartbeat];
}

/** Which checks the server does not hear of at the moment, and why; undefined when it hears of all. */
export function pushTrouble({
  status,
}: AgentReport): { readonly units: readonly string[]; readonly why: string } | undefined {
  const unheard = (status === undefined ? [] : reportersOf(status)).flatMap(({ name, lastPush, secondLastPush }) => {
    const toFirst = lastPush?.ok === false ? [{ name, why: lastPush.error ?? "the push failed" }] : [];
    const toSecond =
      secondLastPush?.ok === false
        ? [{ name, why: `to the second server: ${secondLastPush.error ?? "the push failed"}` }]
        : [];
    return [...toFirst, ...toSecond];
  });
  if (unheard.length === 0) return undefined;
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
  return { units: unique(unheard.map(({ name }) => name)), why: unique(unheard.map(({ why }) => why)).join("; ") };
}

/** The checks that are DOWN; undefined when none is. */
export function checksDown({ status }: AgentReport): readonly string[] | undefined {
  const reporters = status === undefined ? [] : reportersOf(status);
  const names = reporters.filter((reporter) => reporter.status === "down").map(({ name }) => name);
  return names.length === 0 ? undefined : names;
}

/**
 * The output of `kuma agent status` for people.
 *
 * @param own - the version of the agent that this kuma brings
 */
export function describeStatus(report: AgentReport, now: Date, own = VERSION): string {
  const { service, status } = report;
  const trouble = agentTrouble(report, now);
  const enabled = service.isEnabled ? "starts with the system" : "does not start with the system";
  const head = trouble === undefined ? `${describeRunning(report)} and ${enabled}.` : `${trouble} It ${enabled}.`;
  if (status === undefined) return head;
  const { lastReload } = status;
  const refused =
    lastReload?.ok === false
      ? `The new config was refused ${ago(lastReload.at, now)}, the old one is in force: ${printable(lastReload.error ?? "")}`
      : undefined;
  const table = renderTable(reportersOf(status), columns(now), { stream: process.stdout });
  return [head + otherVersion(report, own), refused, "", table].filter((line) => line !== undefined).join("\n");
}

/** A sentence on an agent of another version than this kuma has; a shell script says none. */
function otherVersion({ runtime, status }: AgentReport, own: string): string {
  if (runtime === "sh" || status === undefined || status.version === own) return "";
  return isNewer(status.version, own)
    ? ` It is newer than this kuma (${own}): take that kuma or a newer one to change it.`
    : ` This kuma brings ${own}: kuma agent update installs it.`;
}

function describeRunning({ runtime, service, status }: AgentReport): string {
  if (service.manager === "cron") return "The agent is a shell script that cron starts once a minute,";
  if (runtime === "sh") return "The agent is a shell script that events of systemd wake,";
  return `The agent ${status?.version ?? ""} runs (pid ${service.pid})`;
}

function columns(now: Date): readonly Column<CheckStatus>[] {
  return [
    { heading: "check", cell: ({ name }) => name },
    {
      heading: "state",
      cell: ({ status, muted }) => `${STATES[status].symbol} ${status.toUpperCase()}${mutedText(muted, now)}`,
      style: ({ status }) => STATES[status].style,
    },
    { heading: "since", cell: ({ since }) => ago(since, now) },
    { heading: "last push", cell: (check) => describePushes(check, now), isFlexible: true },
    {
      heading: "next push",
      cell: ({ nextPushAt }) => (nextPushAt === null ? "-" : ahead(nextPushAt, now)),
      isOptional: true,
    },
    {
      heading: "last result",
      cell: ({ lastResultAt, message }) => `${ago(lastResultAt, now)}: ${printable(message)}`,
      wraps: true,
    },
  ];
}

/** How long the server hears UP all the same, and why. */
function mutedText(muted: CheckStatus["muted"], now: Date): string {
  if (muted === undefined) return "";
  const why = muted.reason === "" ? "" : `: ${printable(muted.reason)}`;
  return ` (muted for ${shortSpan(Date.parse(muted.until) - now.getTime())}${why})`;
}

/** The output of `kuma agent test` for people. */
export function describeLooks(looks: readonly CheckLook[]): string {
  return renderTable(looks, lookColumns, { stream: process.stdout });
}

const lookColumns: readonly Column<CheckLook>[] = [
  { heading: "check", cell: ({ name }) => name },
  {
    heading: "state",
    cell: ({ status }) => `${STATES[status].symbol} ${status.toUpperCase()}`,
    style: ({ status }) => STATES[status].style,
  },
  { heading: "took", cell: ({ durationMs }) => `${durationMs} ms`, isOptional: true },
  { heading: "result", cell: ({ message }) => printable(message), wraps: true },
];

function describePushes({ lastPush, secondLastPush }: CheckStatus, now: Date): string {
  const first = describePush(lastPush, now);
  return secondLastPush === undefined ? first : `${first}; second server: ${describePush(secondLastPush, now)}`;
}

function describePush(push: CheckStatus["lastPush"], now: Date): string {
  if (push === null) return "none yet";
  return push.ok ? `${ago(push.at, now)}: ok` : `${ago(push.at, now)}: ${push.error ?? "failed"}`;
}

function ago(time: string | null, now: Date): string {
  return time === null ? "never" : `${shortSpan(now.getTime() - Date.parse(time))} ago`;
}

function ahead(time: string, now: Date): string {
  const left = Date.parse(time) - now.getTime();
  return left <= 0 ? "now" : `in ${shortSpan(left)}`;
}
