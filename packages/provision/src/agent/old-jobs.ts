import type { KumaClient, Monitor } from "@kumakit/client";
import {
  checkNameOf,
  discoverHost,
  installedOn,
  reportAgent,
  type FoundPush,
  type HostFacts,
  type ReplacedJob,
} from "@kumakit/installer";
import { setTimeout as sleep } from "node:timers/promises";

import { parseMarkers } from "../marker/marker.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { explainSilence } from "./explain-silence.ts";
import { firstBeatPatience } from "./first-beat.ts";
import type { KnownHost } from "./find-agent.ts";
import type { Voice } from "./provision-event.ts";
import { isFedBy } from "./reporter.ts";
import type { Watchable } from "./watchable.ts";

/** A job of a crontab that reports the state of a unit by itself, such as one that was written by hand. */
export interface OldJob extends Omit<FoundPush, "unit" | "job"> {
  readonly unit: string;
  readonly job: NonNullable<FoundPush["job"]>;
}

/** The old jobs of a host whose place checks can take; none is looked for unless that was asked for. */
export async function oldJobsOn(
  { host, replaceScripts }: Pick<AgentRequest, "host" | "replaceScripts">,
  signal: AbortSignal,
): Promise<readonly OldJob[]> {
  if (!replaceScripts) return [];
  const { pushes } = await discoverHost(host, signal);
  return pushes.flatMap(({ unit, job, ...push }) =>
    unit === undefined || job === undefined ? [] : [{ ...push, unit, job }],
  );
}

/** An old job that does the same as a check, and the monitor that it feeds. */
export interface OldJobOfCheck {
  readonly old: OldJob;
  /** The monitor for the check; undefined when it belongs to something else already, such as the same unit of another host. */
  readonly monitor: Monitor | undefined;
}

/** The old job that does the same as a check; undefined when there is none, or when it reports to another server. */
export function oldJobOf(
  check: Watchable,
  jobs: readonly OldJob[],
  monitors: readonly Monitor[],
): OldJobOfCheck | undefined {
  if ("definition" in check || check.scope === "user") return undefined;
  for (const old of jobs.filter(({ unit }) => unit === check.unit)) {
    const fed = monitors.find((monitor) => isFedBy(monitor, old));
    if (fed !== undefined) return { old, monitor: parseMarkers(fed.description).length === 0 ? fed : undefined };
  }
  return undefined;
}

/** Says which units have no old job that could be replaced, when that was asked for. */
export async function warnOfMissingJobs(
  client: KumaClient,
  { replaceScripts, voice, facts, checks, jobs }: MissingJobs,
): Promise<void> {
  if (!replaceScripts) return;
  const monitors = await client.monitors.reported();
  for (const check of checks) {
    if ("definition" in check || oldJobOf(check, jobs, monitors) !== undefined) continue;
    const installed = installedOn(facts).manifest?.checks.find(({ name }) => name === checkNameOf(check));
    if (installed?.replaced !== undefined) continue;
    const elsewhere = jobs.find(({ unit }) => unit === check.unit);
    const reason =
      elsewhere === undefined
        ? "no job of cron reports it alone"
        : `${elsewhere.job.file}, line ${elsewhere.job.line}, reports to no monitor of this server`;
    voice.warn("unit", `No old script of ${check.unit} is replaced: ${reason}.`);
  }
}

interface MissingJobs {
  readonly replaceScripts: boolean;
  readonly voice: Voice;
  readonly facts: HostFacts;
  readonly checks: readonly Watchable[];
  readonly jobs: readonly OldJob[];
}

/** The job as the installer comments it out. */
export function replacedJob(check: Watchable, { job }: OldJob): ReplacedJob {
  return { ...job, check: checkNameOf(check) };
}

/**
 * Waits until the agent says that its own report of each check has arrived: a heartbeat on the server may be the old job's.
 *
 * @throws ProvisionError when that takes longer than a first heartbeat may
 */
export async function awaitOwnPushes(
  agent: KnownHost,
  names: readonly string[],
  { since, server, signal }: { readonly since: Date; readonly server: string; readonly signal: AbortSignal },
): Promise<void> {
  const { host, facts } = agent;
  const end = Date.now() + firstBeatPatience;
  for (;;) {
    const { status, clock } = await reportAgent(host, facts, { signal });
    // The host's clock may be another one than ours.
    const begun = since.getTime() + (clock === undefined ? 0 : clock - Date.now()) - 2000;
    const missing = names.filter((name) => {
      const push = status?.checks.find((check) => check.name === name)?.lastPush;
      return push?.ok !== true || Date.parse(push.at) < begun;
    });
    const [checkName] = missing;
    if (checkName === undefined) return;
    if (Date.now() > end) throw await explainSilence(agent, { checkName, called: checkName }, { since, server });
    await sleep(1000, undefined, { signal });
  }
}
