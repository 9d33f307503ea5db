import type { KumaClient } from "@kumakit/client";
import { checkNameOf, installedOn, planInstall, serverSettings, type InstalledCheck } from "@kumakit/installer";

import { makeMonitor, type MadeMonitor } from "../monitors/ensure-monitor.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { awaitFirstBeats } from "./await-first-beats.ts";
import { lastBeatTime, type AwaitedMonitor } from "./first-beat.ts";
import { formerMonitors, warnOfFormer } from "./former-monitors.ts";
import { putAgent, type InstallContext } from "./put-agent.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { alertedBy, testAll, untestedOf, type NotificationTests } from "./notification-tests.ts";
import { plannedCheck, planChecks, needsLook, warnOfMonitors, type PlannedCheck } from "./plan-checks.ts";
import { warnOfFeeders } from "./warn-of-feeders.ts";
import { shownCheck } from "./watchable.ts";

/** A check with the monitor that it has now. */
interface MonitoredCheck extends PlannedCheck {
  readonly ensured: MadeMonitor;
  readonly awaited: AwaitedMonitor;
}

/** An install with what only one with a login needs. */
export interface LoginContext extends InstallContext {
  /** Whether an earlier run was killed here: its agent may have reported a moment ago. */
  readonly wasCutShort: boolean;
  readonly tests: NotificationTests;
}

/** An install with a login: the monitors are made, adopted or mended first. */
export async function installWithLogin(context: LoginContext, client: KumaClient): Promise<InstallOutcome> {
  const { voice, facts, request } = context;
  const checks = await planChecks(client, context.checks, context);
  const settings = await serverSettings(client.server.url, request.headers);
  // A config that these checks do not go into is found out before there is a monitor for them.
  planInstall(facts, { settings, checks: checks.map(plannedCheck), program: request.program });
  warnOfMonitors(voice, checks);
  if (!context.wasCutShort) await warnOfFeeders(client, checks, context);
  if (request.testNotifications) await testAll(client, alertedBy(checks), context.tests);
  const former = await formerMonitors(client, facts, replacedChecks(context));
  const undo = new UndoStack();
  try {
    const monitored: MonitoredCheck[] = [];
    for (const check of checks) monitored.push(await monitorFor(check, client, { context, undo }));
    const outcome = await install(client, { context, settings, monitored, undo });
    for (const monitor of former) warnOfFormer(voice, monitor);
    return outcome;
  } catch (error) {
    voice.emit({ kind: "undo", host: voice.host });
    context.shared.take(undo.takeShared());
    throw await undoBecauseOf(error, undo);
  }
}

/** The checks that are installed already and get a monitor now. */
function replacedChecks({ facts, checks }: InstallContext): readonly InstalledCheck[] {
  const names = checks.map((check) => checkNameOf(check));
  return (installedOn(facts).manifest?.checks ?? []).filter(({ name }) => names.includes(name));
}

async function monitorFor(
  planned: PlannedCheck,
  client: KumaClient,
  { context: { voice }, undo }: { readonly context: InstallContext; readonly undo: UndoStack },
): Promise<MonitoredCheck> {
  voice.emit({ kind: "monitor", host: voice.host, name: planned.wish.name });
  const ensured = await makeMonitor(client, planned.planned, { signal: voice.signal, undo });
  const { id, name } = ensured.monitor;
  const lastBefore = ensured.outcome === "created" ? undefined : await lastBeatTime(client, id);
  return { ...planned, ensured, awaited: { id, name, lastBefore } };
}

interface InstallParts {
  readonly context: InstallContext;
  readonly settings: Awaited<ReturnType<typeof serverSettings>>;
  readonly monitored: readonly MonitoredCheck[];
  readonly undo: UndoStack;
}

async function install(
  client: KumaClient,
  { context, settings, monitored, undo }: InstallParts,
): Promise<InstallOutcome> {
  const { voice, request, facts } = context;
  const since = new Date();
  const checks = monitored.map(({ check, ensured: { monitor } }) => {
    return { ...check, interval: monitor.interval, monitorId: monitor.id, token: monitor.pushToken };
  });
  const put = await putAgent(context, {
    settings,
    checks,
    program: request.program,
    lookAtOnce: needsLook(monitored),
  });
  undo.defer("put the host back as it was", () => put.undo());
  const awaited = monitored.map(({ check, awaited: monitor }) => {
    return { checkName: checkNameOf(check), called: monitor.name, monitor };
  });
  const wait = { agent: { host: request.host, facts }, checks: awaited, since, voice };
  const untestedNotifications = await untestedOf(client, alertedBy(monitored));
  const beats = put.changed ? await awaitFirstBeats(client, wait) : [];
  voice.signal.throwIfAborted();
  return {
    changed: put.changed || monitored.some(({ ensured }) => ensured.outcome !== "kept"),
    server: client.server.url,
    untestedNotifications,
    checks: monitored.map(({ check, ensured }, index) => {
      const firstBeat = beats[index];
      const { interval } = ensured.monitor;
      return { ...shownCheck(check), interval, ensured, ...(firstBeat === undefined ? {} : { firstBeat }) };
    }),
  };
}
