import type { KumaClient } from "@kumakit/client";
import { checkNameOf, type InstalledCheck } from "@kumakit/installer";

import { ensurePushMonitor, type EnsuredPushMonitor } from "../monitors/ensure-push-monitor.ts";
import { awaitFirstBeats } from "./await-first-beats.ts";
import { lastBeatTime, type AwaitedMonitor } from "./first-beat.ts";
import { formerMonitors, formerMonitorWarnings } from "./former-monitors.ts";
import type { InstallContext } from "./install-agent.ts";
import type { InstallOutcome } from "./install-outcome.ts";
import { monitorWishes, type UnitWish } from "./monitor-wishes.ts";
import { planAgent, putAgent, type AgentOrder, type TokenedCheck } from "./put-agent.ts";
import type { WatchableUnit } from "./resolve-units.ts";
import { requireInterval } from "./require-interval.ts";
import { serverSettings } from "./server-settings.ts";
import { takeBack } from "./take-back.ts";
import { WayBackList } from "./way-back-list.ts";

/** A unit with the monitor that it has now. */
interface MonitoredUnit {
  readonly unit: WatchableUnit;
  readonly ensured: EnsuredPushMonitor;
  readonly awaited: AwaitedMonitor;
}

/** {@link installAgent} with a login: the monitors are made, adopted or mended first. */
export async function installWithLogin(context: InstallContext, client: KumaClient): Promise<InstallOutcome> {
  const { voice } = context;
  const wishes = await monitorWishes(client, context.units, context);
  const order = await orderFor(context, client);
  // A config that these checks do not go into is found out before there is a monitor for them.
  await planAgent({ ...order, checks: context.units.map((unit) => ({ ...unit, interval: 60, token: "none" })) });
  const former = await formerMonitors(client, context.target, replacedChecks(context));
  const wayBack = new WayBackList();
  try {
    const monitored: MonitoredUnit[] = [];
    for (const wish of wishes) monitored.push(await monitorFor(wish, client, { context, wayBack }));
    const outcome = await install(client, { context, order, monitored, wayBack });
    for (const warning of formerMonitorWarnings(former)) voice.warn(warning);
    return outcome;
  } catch (error) {
    throw await takeBack(error, wayBack, voice);
  }
}

/** The checks that are installed already and get a monitor now. */
function replacedChecks({ installed, units }: InstallContext): readonly InstalledCheck[] {
  const names = units.map((unit) => checkNameOf(unit));
  return (installed.manifest?.checks ?? []).filter(({ name }) => names.includes(name));
}

async function orderFor(
  { target, installed, request }: InstallContext,
  client: KumaClient,
): Promise<Omit<AgentOrder, "checks">> {
  return { target, installed, program: request.program, settings: await serverSettings(client.server.url) };
}

async function monitorFor(
  { unit, wish }: UnitWish,
  client: KumaClient,
  { context, wayBack }: { readonly context: InstallContext; readonly wayBack: WayBackList },
): Promise<MonitoredUnit> {
  const { voice } = context;
  voice.progress(`Setting up the monitor ${wish.name}`);
  const warn = (message: string): void => voice.warn(message);
  const ensured = await ensurePushMonitor(client, wish, { warn, signal: voice.signal });
  wayBack.add(() => ensured.undo());
  const { id, name, interval } = ensured.monitor;
  // That of an adopted monitor may be anything.
  requireInterval(interval);
  const lastBefore = ensured.outcome === "created" ? undefined : await lastBeatTime(client, id);
  return { unit, ensured, awaited: { id, name, lastBefore } };
}

interface InstallParts {
  readonly context: InstallContext;
  readonly order: Omit<AgentOrder, "checks">;
  readonly monitored: readonly MonitoredUnit[];
  readonly wayBack: WayBackList;
}

async function install(
  client: KumaClient,
  { context, order, monitored, wayBack }: InstallParts,
): Promise<InstallOutcome> {
  const { voice, target } = context;
  const since = new Date();
  // The agent looks only now and then whether a monitor that was paused is back.
  const restart = monitored.some(({ ensured }) => ensured.outcome === "updated");
  const put = await putAgent({ ...order, restart, checks: monitored.map(tokened) }, context);
  wayBack.add(() => put.undo());
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
  // ensurePushMonitor has refused a monitor without a token.
  return { unit, scope, interval: monitor.interval, monitorId: monitor.id, token: monitor.pushToken ?? "" };
}
