import type { Heartbeat, KumaClient } from "@kumakit/client";
import { checkNameOf, installedOn, planInstall, replaceJobs, serverSettings } from "@kumakit/installer";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { formOf, isInstall } from "./agent-wish.ts";
import { awaitFirstBeats } from "./await-first-beats.ts";
import { idsOf } from "./first-beat.ts";
import { formerMonitors, warnOfFormer } from "./former-monitors.ts";
import { HeardBeats } from "./heard-beats.ts";
import { aboutMonitor, awaitedOf, makeMonitors, type Made, type MadeMonitors } from "./make-monitors.ts";
import { awaitOwnPushes, replacedJob, warnOfMissingJobs } from "./old-jobs.ts";
import { putAgent, type InstallContext } from "./put-agent.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { alertedBy, testAll, untestedOf, type NotificationTests } from "./notification-tests.ts";
import {
  monitorsOf,
  needsLook,
  plannedCheck,
  plannedHeartbeat,
  planMonitors,
  replacedBy,
  rhythmOf,
  warnOfMonitors,
} from "./plan-checks.ts";
import { agentReporter, checkReporter, type Reporter } from "./reporter.ts";
import { severalAtOnce } from "./several-at-once.ts";
import { warnOfFeeders } from "./warn-of-feeders.ts";
import { shownCheck } from "./watchable.ts";

/** An install with what only one with a login needs. */
export interface LoginContext extends InstallContext {
  /** Whether an earlier run was killed here: its agent may have reported a moment ago. */
  readonly wasCutShort: boolean;
  readonly tests: NotificationTests;
}

/** An install with a login: the monitors are made, adopted or mended first. */
export async function installWithLogin(context: LoginContext, client: KumaClient): Promise<InstallOutcome> {
  const { voice, facts, request } = context;
  const planned = await planMonitors(client, context.checks, context);
  const monitors = monitorsOf(planned);
  const settings = await serverSettings(client.server.url, request.headers);
  // A config that these checks do not go into is found out before there is a monitor for them.
  planInstall(facts, {
    settings,
    checks: planned.checks.map(plannedCheck),
    heartbeat: planned.agentMonitor && plannedHeartbeat(planned.agentMonitor),
    ...formOf(request),
    isForThisMachine: isInstall(request),
  });
  warnOfMonitors(voice, monitors);
  await warnOfMissingJobs(client, { ...request, voice, facts, checks: context.checks, jobs: context.oldJobs });
  if (!context.wasCutShort) await warnOfFeeders(client, planned, context);
  if (request.testNotifications) await testAll(client, alertedBy(monitors), context.tests);
  // Who has said what became of the machine need not be asked to look.
  const former = request.machine === undefined ? await formerMonitors(client, replacedReporters(context)) : [];
  const undo = new UndoStack();
  try {
    const made = await makeMonitors(client, planned, { voice, undo });
    const outcome = await install(client, { context, settings, monitors: made, undo });
    for (const monitor of former) warnOfFormer(voice, monitor);
    return outcome;
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    context.shared.take(undo.takeShared());
    throw await undoBecauseOf(error, undo);
  }
}

/** The reporters that are installed already and get a monitor now. */
function replacedReporters({ facts, checks }: InstallContext): readonly Reporter[] {
  const names = checks.map((check) => checkNameOf(check));
  const { manifest } = installedOn(facts);
  const replaced = (manifest?.checks ?? []).filter(({ name }) => names.includes(name));
  return [
    ...(manifest?.heartbeat === undefined ? [] : [agentReporter(facts, manifest.heartbeat)]),
    ...replaced.map((check) => checkReporter(facts, check)),
  ];
}

interface InstallParts {
  readonly context: InstallContext;
  readonly settings: Awaited<ReturnType<typeof serverSettings>>;
  readonly monitors: MadeMonitors;
  readonly undo: UndoStack;
}

async function install(
  client: KumaClient,
  { context, settings, monitors, undo }: InstallParts,
): Promise<InstallOutcome> {
  const { voice, request, facts } = context;
  const { agentMonitor, checks } = monitors;
  const since = new Date();
  const replaced = checks.flatMap(({ check, oldJob }) => (oldJob === undefined ? [] : [replacedJob(check, oldJob)]));
  const awaited = awaitedOf(monitors);
  using heard = new HeardBeats(client, idsOf(awaited.map(({ monitor }) => monitor)));
  const put = await putAgent(context, {
    settings,
    checks: checks.map((check) => ({ ...rhythmOf(check), ...aboutMonitor(check), ...replacedBy(check) })),
    heartbeat: agentMonitor && aboutMonitor(agentMonitor),
    ...formOf(request),
    isForThisMachine: isInstall(request),
    lookAtOnce: needsLook(monitorsOf(monitors)) || replaced.length > 0,
  });
  undo.defer("put the host back as it was", () => put.undo());
  const wait = { agent: { host: request.host, facts }, checks: awaited, since, voice, heard };
  const untestedNotifications = await untestedOf(client, alertedBy(monitorsOf(monitors)));
  const beats = put.changed ? await awaitFirstBeats(client, wait) : [];
  const recent = put.changed ? [] : await lastBeats(client, awaited);
  const { signal } = voice;
  if (replaced.length > 0)
    await awaitOwnPushes(
      wait.agent,
      replaced.map(({ check }) => check),
      { since, server: client.server.url, signal },
    );
  signal.throwIfAborted();
  // The last thing that can fail: it changes nothing then.
  await replaceJobs(request.host, replaced);
  const beatOf = (made: Made): { firstBeat?: Heartbeat } => {
    const firstBeat = beats[awaited.findIndex(({ monitor }) => monitor === made.awaited)];
    return firstBeat === undefined ? {} : { firstBeat };
  };
  return {
    changed:
      put.changed || [...checks, agentMonitor].some((made) => made !== undefined && made.ensured.outcome !== "kept"),
    server: client.server.url,
    runtime: put.runtime,
    untestedNotifications,
    ...(agentMonitor === undefined ? {} : { agentMonitor: { ensured: agentMonitor.ensured, ...beatOf(agentMonitor) } }),
    checks: checks.map((check) => {
      const { ensured, oldJob } = check;
      const lastBeat = recent[awaited.findIndex(({ monitor }) => monitor === check.awaited)];
      const last = lastBeat === undefined ? {} : { lastBeat };
      return {
        ...shownCheck(check.check),
        interval: ensured.monitor.interval,
        ensured,
        ...beatOf(check),
        ...last,
        ...(oldJob === undefined ? {} : { replaced: { file: oldJob.job.file, line: oldJob.job.line } }),
      };
    }),
  };
}

/** The newest heartbeat of each monitor: who installs again wants to know when something is down. */
function lastBeats(
  client: KumaClient,
  monitors: readonly { readonly monitor: { readonly id: number } }[],
): Promise<readonly (Heartbeat | undefined)[]> {
  return severalAtOnce(monitors, async ({ monitor }) =>
    (await client.monitors.heartbeats(monitor.id, { hours: 24 })).at(-1),
  );
}
