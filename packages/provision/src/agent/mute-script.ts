import { formatMutes, nextMutes, type Mute, type MuteOrder, type MuteReport } from "@kumakit/agent/config";
import {
  carryOut,
  InstallerError,
  installedOn,
  lockAndSurvey,
  mutesOn,
  planMutes,
  reportAgent,
  type AgentPlace,
  type HostFacts,
} from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { requireKnown } from "./ask-agent.ts";

/** How long the script may take to show its mutes, in ms: a round of cron that is under way comes first, and then the next minute. */
const patience = 90_000;

/** The script of an agent that is one; it has no program that could be asked. */
export function isScript({ facts }: AgentPlace): boolean {
  return installedOn(facts).manifest?.runtime === "sh";
}

/** The wish, and how it is carried out. */
export interface ScriptMuteOptions {
  readonly order: MuteOrder;
  readonly dryRun: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Changes the mutes of a host whose agent is a shell script: the file is written from here, and the script reads it with each
 * look. When the script does not show it, all is put back. One of an earlier version is refused before anything is changed.
 *
 * @throws ProvisionError `KUMA_CHECK_NOT_FOUND` for a name that no check has; InstallerError
 */
export async function muteScript(agent: AgentPlace, options: ScriptMuteOptions): Promise<MuteReport> {
  const { order, dryRun } = options;
  const signal = options.signal ?? new AbortController().signal;
  const { status, clock } = await reportAgent(agent.host, agent.facts, { signal });
  // Without a status it has not looked yet, and shows later whether it does.
  if (status !== undefined && status.keepsMutes !== true) throw earlierScript(agent.facts);
  const hostTime = hostClock(clock);
  if (dryRun) {
    const { settings, mutes } = mutesOn(agent.facts);
    const { report } = nextMutes(settings, mutes, { ...order, now: hostTime() });
    requireKnown(agent, report);
    return { ...report, isRunning: true };
  }
  // Another run may have been at work until now.
  await using held = await lockAndSurvey(agent.host, { scope: agent.facts.scope }, { signal });
  const { facts, lock } = held;
  const { settings, mutes } = mutesOn(facts);
  const next = nextMutes(settings, mutes, { ...order, now: hostTime() });
  requireKnown(agent, next.report);
  if (next.report.changed.length === 0) return { ...next.report, isRunning: true };
  const { plan, secrets } = planMutes(facts, formatMutes(next.mutes, hostTime()));
  const done = await carryOut(agent.host, plan, { lock, secrets, signal });
  const undo = new UndoStack();
  undo.defer("put the mutes back as they were", () => done.undo());
  try {
    const { mutes: wanted, report } = next;
    await untilShown({ host: agent.host, facts }, { mutes: wanted, checks: report.changed, hostTime, signal });
    return { ...next.report, isRunning: true };
  } catch (error) {
    throw await undoBecauseOf(error, undo);
  }
}

/**
 * The wall clock of a host, in ms, by which a mute there begins and ends.
 *
 * @param clock - what it was right now, with the accuracy of a second
 */
function hostClock(clock: number | undefined): () => number {
  const ahead = clock === undefined ? 0 : clock - Date.now();
  // So much is the accuracy, and the way of the answer.
  return () => Date.now() + (Math.abs(ahead) < 5000 ? 0 : ahead);
}

interface Awaited {
  readonly mutes: readonly Mute[];
  readonly checks: readonly string[];
  readonly hostTime: () => number;
  readonly signal: AbortSignal;
}

async function untilShown({ host, facts }: AgentPlace, { mutes, checks, hostTime, signal }: Awaited): Promise<void> {
  const ends = mutes.filter(({ check }) => checks.includes(check)).map(({ until }) => until);
  // What has ended is not shown any more.
  const end = Math.min(hostTime() + patience, ...ends);
  while (hostTime() < end) {
    const { status } = await reportAgent(host, facts, { signal });
    const all = status?.heartbeat === undefined ? (status?.checks ?? []) : [...status.checks, status.heartbeat];
    const isShown = (name: string): boolean => {
      const wanted = mutes.find(({ check }) => check === name)?.until;
      return timeOf(all.find((one) => one.name === name)?.muted?.until) === wanted;
    };
    if (all.length > 0 && checks.every(isShown)) return;
    await sleep(200, undefined, { signal });
  }
  throw new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `The shell script on ${facts.label} has not shown its mutes in time.`,
    hint: "kuma agent status and kuma agent logs say whether it looks at all",
  });
}

function earlierScript({ label }: HostFacts): InstallerError {
  return new InstallerError({
    code: "INSTALLER_COMMAND_FAILED",
    layer: "agent",
    message: `The shell script on ${label} is of an earlier kuma, and knows no mutes.`,
    hint: "kuma agent update makes it again",
  });
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
