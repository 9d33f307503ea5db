import type { KumaClient } from "@kumakit/client";
import { checkNameOf, serverSettings, type InstalledCheck, type WatchableUnit } from "@kumakit/installer";

import { makeMonitor, type MadeMonitor } from "../monitors/ensure-monitor.ts";
import { awaitFirstBeats } from "./await-first-beats.ts";
import { lastBeatTime, type AwaitedMonitor } from "./first-beat.ts";
import { formerMonitors, formerMonitorWarnings } from "./former-monitors.ts";
import type { InstallContext } from "./install-context.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { plannedCheck, planUnits, type PlannedUnit } from "./plan-units.ts";
import { planAgent, putAgent, type AgentOrder, type TokenedCheck } from "./put-agent.ts";
import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";

/** A unit with the monitor that it has now. */
interface MonitoredUnit {
  readonly unit: WatchableUnit;
  readonly ensured: MadeMonitor;
  readonly awaited: AwaitedMonitor;
}

/** {@link installAgent} with a login: the monitors are made, adopted or mended first. */
export async function installWithLogin(context: InstallContext, client: KumaClient): Promise<InstallOutcome> {
  const { voice } = context;
  const units = await planUnits(client, context.units, context);
  const order = await orderFor(context, client);
  // A config that these checks do not go into is found out before there is a monitor for them.
  planAgent({ ...order, checks: units.map(plannedCheck) });
  const former = await formerMonitors(client, context.target, replacedChecks(context));
  const undo = new UndoStack();
  try {
    const monitored: MonitoredUnit[] = [];
    for (const unit of units) monitored.push(await monitorFor(unit, client, { context, undo }));
    const outcome = await install(client, { context, order, monitored, undo });
    for (const warning of formerMonitorWarnings(former)) voice.warn(warning);
    return outcome;
  } catch (error) {
    voice.progress("Undoing what was done");
    throw await undoBecauseOf(error, undo);
  }
}

/** The checks that are installed already and get a monitor now. */
function replacedChecks({ installed, units }: InstallContext): readonly InstalledCheck[] {
  const names = units.map((unit) => checkNameOf(unit));
  return (installed.manifest?.checks ?? []).filter(({ name }) => names.includes(name));
}

async function orderFor({ target, request }: InstallContext, client: KumaClient): Promise<Omit<AgentOrder, "checks">> {
  return { target, program: request.program, settings: await serverSettings(client.server.url) };
}

async function monitorFor(
  { unit, wish, planned }: PlannedUnit,
  client: KumaClient,
  { context, undo }: { readonly context: InstallContext; readonly undo: UndoStack },
): Promise<MonitoredUnit> {
  const { voice } = context;
  voice.progress(`Setting up the monitor ${wish.name}`);
  const ensured = await makeMonitor(client, planned, { signal: voice.signal, undo });
  const { id, name } = ensured.monitor;
  const lastBefore = ensured.outcome === "created" ? undefined : await lastBeatTime(client, id);
  return { unit, ensured, awaited: { id, name, lastBefore } };
}

interface InstallParts {
  readonly context: InstallContext;
  readonly order: Omit<AgentOrder, "checks">;
  readonly monitored: readonly MonitoredUnit[];
  readonly undo: UndoStack;
}

async function install(client: KumaClient, { context, order, monitored, undo }: InstallParts): Promise<InstallOutcome> {
  const { voice, target } = context;
  const since = new Date();
  // The agent looks only now and then whether a monitor that was paused is back.
  const restart = monitored.some(({ ensured }) => ensured.outcome === "updated");
  const put = await putAgent({ ...order, restart, checks: monitored.map(tokened) }, context);
  undo.defer("put the host back as it was", () => put.undo());
  const checks = monitored.map(({ unit, awaited }) => ({
    checkName: checkNameOf(unit),
    called: awaited.name,
    monitor: awaited,
  }));
  const beats = put.changed ? await awaitFirstBeats(client, { target, checks, since, voice }) : [];
  voice.signal.throwIfAborted();
  return {
    changed: put.changed || monitored.some(({ ensured }) => ensured.outcome !== "kept"),
    server: client.server.url,
    checks: monitored.map(({ unit, ensured }, index) => {
      const firstBeat = beats[index];
      const { interval } = ensured.monitor;
      return { unit, interval, ensured, ...(firstBeat === undefined ? {} : { firstBeat }) };
    }),
  };
}

function tokened({ unit: { unit, scope }, ensured: { monitor } }: MonitoredUnit): TokenedCheck {
  return { unit, scope, interval: monitor.interval, monitorId: monitor.id, token: monitor.pushToken };
}
