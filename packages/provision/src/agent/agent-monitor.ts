import type { KumaClient, Monitor } from "@kumakit/client";
import { beatsWith, installedOn, type HostFacts } from "@kumakit/installer";

import { hasMarker, parseMarkers, withMarkerOfHost } from "../marker/marker.ts";
import type { GroupWish, MonitorWish, NewMonitorSettings } from "../monitors/monitor-wish.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { agentMarker, groupMarker } from "./check-marker.ts";
import { monitorToTakeOver } from "./former-monitors.ts";
import { defaultMonitorName, monitorName } from "./monitor-name.ts";
import { agentReporter, isFedBy } from "./reporter.ts";

/**
 * The interval of the agent's own monitor, in s: so soon it is noticed that a host is away. cron starts a round a minute. A
 * new monitor has it as well where none of the agent notices the silence.
 */
const agentInterval = { systemd: 60, cron: 180 } as const;

/** That of every other new monitor, in s: a death is pushed at once, and only silence takes so long to be noticed. */
const checkInterval = 600;

interface AgentOnHost {
  readonly facts: HostFacts;
  readonly request: AgentRequest;
}

/**
 * The monitor that is wanted for the agent itself. One that is there already stays as it is.
 *
 * @param taken - the names that the monitors of its checks have
 * @returns undefined when a person has given the agent a monitor, or there is none and none is to be made
 */
export async function agentMonitorWish(
  client: KumaClient,
  taken: readonly string[],
  { facts, request }: AgentOnHost,
): Promise<MonitorWish | undefined> {
  if (hasOthersHeartbeat(facts)) return undefined;
  const monitors = await client.monitors.reported();
  const own = existingMonitor(monitors, { facts, request });
  const existing = own ?? formerMonitor(monitors, { facts, request });
  if (existing === undefined && !mayBeMade(request)) return undefined;
  const name = existing === undefined ? newName(monitors, taken, { facts, request }) : existing.name;
  const adopted = monitors.some((monitor) => isAdoptable(monitor, name));
  const { notify, group, tags } = request;
  return {
    name,
    // Whom it alerts was decided when it was made: later units may alert somebody else.
    notify: existing === undefined || notify === "none" ? notify : "default",
    group,
    tags,
    ...(existing === own ? words(facts, own !== undefined || adopted) : takenOver(existing, facts)),
    marker: agentMarker(facts),
    newToken: request.newTokens === "all",
    staysPaused: request.changes.length > 0,
    staysSilent: request.changes.length > 0,
    ifExists: own === undefined || request.newTokens === "all" ? "update" : "keep",
    whenNew: { interval: intervalOn(facts), group: hostGroup(facts) },
  };
}

/**
 * The settings of the new monitors of checks, where nobody names others: they go where the agent's monitor is.
 *
 * @param agentMonitor - undefined when there is to be none, and `existing` when it is not there yet
 */
export async function newCheckSettings(
  client: KumaClient,
  facts: HostFacts,
  agentMonitor: { readonly existing: Monitor | undefined } | undefined,
): Promise<NewMonitorSettings> {
  const isNoticed = agentMonitor !== undefined || hasOthersHeartbeat(facts);
  const interval = isNoticed ? checkInterval : intervalOn(facts);
  const existing = agentMonitor?.existing;
  if (existing === undefined) return { interval, group: hostGroup(facts) };
  const group = (await client.monitors.reported()).find(({ id }) => id === existing.parent);
  return { interval, group: group && { name: group.name, id: group.id } };
}

function existingMonitor(monitors: readonly Monitor[], { facts, request }: AgentOnHost): Monitor | undefined {
  const marker = agentMarker(facts);
  const self = { pushesWith: (token: string) => beatsWith(facts, token) };
  return (
    monitors.find(({ description }) => hasMarker(description, marker)) ??
    // A person may have taken its marker away; one of another host stays that host's.
    monitors.find((monitor) => request.machine !== "copy" && isUnmarked(monitor) && isFedBy(monitor, self))
  );
}

/** Its monitor from the time when this machine had another name or id, when somebody says that it is the same. */
function formerMonitor(monitors: readonly Monitor[], { facts, request }: AgentOnHost): Monitor | undefined {
  if (request.machine !== "same") return undefined;
  const heartbeat = installedOn(facts).manifest?.heartbeat;
  return monitorToTakeOver(monitors, {
    reporter: heartbeat && agentReporter(facts, heartbeat),
    marker: agentMarker(facts),
    name: monitorName(defaultMonitorName, { host: facts.hostname, unit: "agent" }),
  });
}

function words(facts: HostFacts, areThere: boolean): Pick<MonitorWish, "description"> {
  return { description: areThere ? undefined : describe(facts) };
}

/** A person's words stay; only the marker of the former name or id goes. */
function takenOver(former: Monitor | undefined, facts: HostFacts): Pick<MonitorWish, "id" | "description"> {
  return former === undefined
    ? {}
    : { id: former.id, description: withMarkerOfHost(former.description, agentMarker(facts)) };
}

/** A change is for what is there: it makes no monitor. */
function mayBeMade({ agentMonitor, changes }: AgentRequest): boolean {
  return agentMonitor && changes.length === 0;
}

function intervalOn({ has }: HostFacts): number {
  return agentInterval[has.systemd ? "systemd" : "cron"];
}

/** Whether the agent has a monitor that no install has brought. */
function hasOthersHeartbeat(facts: HostFacts): boolean {
  const { manifest, config } = installedOn(facts);
  return manifest?.heartbeat === undefined && config.kind === "valid" && config.config.heartbeat !== undefined;
}

/** The first name that is free: a unit may be called agent, and another host may have the same name. */
function newName(
  monitors: readonly Monitor[],
  checkNames: readonly string[],
  { facts: { hostname, scope, account }, request: { nameTemplate, adopt } }: AgentOnHost,
): string {
  const template = nameTemplate.includes("{unit}") ? nameTemplate : defaultMonitorName;
  const unit = scope === "user" ? `agent-${account.user}` : "agent";
  const wanted = monitorName(template, { host: hostname, unit });
  const others = monitors.filter((monitor) => !adopt || !isAdoptable(monitor, wanted));
  const taken = new Set([...checkNames, ...others.map(({ name }) => name)]);
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
  return name;
}

function isAdoptable(monitor: Monitor, wanted: string): boolean {
  return monitor.name === wanted && monitor.type === "push" && isUnmarked(monitor);
}

function isUnmarked({ description }: Monitor): boolean {
  return parseMarkers(description).length === 0;
}

function hostGroup(facts: HostFacts): GroupWish {
  const { hostname } = facts;
  return { name: hostname, description: `The monitors of ${hostname}.`, marker: groupMarker(facts) };
}

function describe({ hostname }: HostFacts): string {
  return `The kumakit agent on ${hostname} itself. DOWN: the agent, the host or its way here is gone.`;
}
