import type { Heartbeat } from "@kumakit/client";
import { pushPeriodSeconds, type AgentStatus } from "@kumakit/agent/config";

import { serversOwnMessage } from "../agent/first-beat.ts";
import { gapsBetween } from "../proof/settings-findings.ts";

/** The rhythm of an agent's reports to one monitor. */
export interface ReportsOfAgent {
  /** The name of the host that its messages begin with. */
  readonly host: string;
  /** How often it reports at least, in s. */
  readonly period: number;
  /** Since when it works with its present config, ms. */
  readonly since: number;
}

/** So many reports say how often they come. */
const enough = 5;

/** Clocks may differ by so much, in ms. */
const skew = 5000;

/** So much of a message is shown. */
const longest = 60;

/** Since when an agent works with its present config, ms; undefined when it does not say it. */
export function worksSince(status: AgentStatus | undefined): number | undefined {
  if (status === undefined) return undefined;
  return Math.max(...[status.startedAt, status.lastReload?.at ?? status.startedAt].map((time) => Date.parse(time)));
}

/** How often an agent reports to a monitor, in s. @param all - the intervals of all that it reports, in s */
export function reportPeriod(interval: number, all: readonly number[], isScript: boolean): number {
  // Each round of a script reports everything, and cron starts one a minute.
  return isScript ? Math.min(60, ...all.map(pushPeriodSeconds)) : pushPeriodSeconds(interval);
}

/**
 * Says what shows that something else reports to a monitor, too: two hide each other's failures.
 *
 * @param beats - the last ones of the monitor, oldest first
 * @returns a sentence without a full stop, of which "it" is the monitor; undefined when nothing shows it
 */
export function otherFeeder(beats: readonly Heartbeat[], { host, period, since }: ReportsOfAgent): string | undefined {
  const reports = beats.filter(
    ({ time, message, status }) =>
      time.getTime() > since + skew && status !== "maintenance" && message !== "" && message !== serversOwnMessage,
  );
  const foreign = reports.findLast(({ message }) => !message.startsWith(`${host}: `));
  if (foreign !== undefined) {
    const text = foreign.message.slice(0, longest);
    return `something else than the agent of ${host} reports to it, too: ${JSON.stringify(text)}`;
  }
  const usual = medianGap(reports.filter(({ status }) => status === "up"));
  if (usual === undefined || usual >= period * 0.6) return undefined;
  return `its reports come every ${Math.round(usual)} s, and the agent of ${host} sends one every ${period} s: another host reports to it, too`;
}

/** In s, between reports that follow each other; undefined when they are too few. */
function medianGap(beats: readonly Heartbeat[]): number | undefined {
  const gaps = gapsBetween(beats);
  return gaps.length < enough ? undefined : gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
