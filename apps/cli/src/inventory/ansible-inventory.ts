import { parseMarkers } from "@kumakit/provision/names";

import type { SeenMonitor } from "../monitors/seen/seen-monitor.ts";

/** The variables of a host: ids alone, because Ansible runs a text that looks like a template. */
export interface HostVariables {
  readonly kuma_monitors: readonly number[];
  /** Those that are down. */
  readonly kuma_down: readonly number[];
}

/** The hosts that agents report from, in the form of Ansible's inventory scripts. */
export interface AnsibleInventory {
  readonly variables: Readonly<Record<string, HostVariables>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Names that no host can have; Ansible would hand them to ssh. */
  readonly refused: readonly string[];
}

/** Finds hosts by the marks of agents in their monitors, and groups by groups, tags and states of these. */
export function ansibleInventory(seen: readonly SeenMonitor[]): AnsibleInventory {
  const hosts = new Map<string, SeenMonitor[]>();
  for (const one of seen)
    if (one.host !== undefined && isOfAgent(one)) hosts.set(one.host, [...(hosts.get(one.host) ?? []), one]);
  const fit = [...hosts].filter(([host]) => isHostName(host)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const groups: Record<string, string[]> = { kuma_down: [] };
  for (const [host, monitors] of fit)
    for (const group of new Set(monitors.flatMap(groupsFor))) (groups[group] ??= []).push(host);
  const idsOf = (monitors: readonly SeenMonitor[]): readonly number[] => monitors.map(({ monitor: { id } }) => id);
  const variables = fit.map(([host, monitors]): readonly [string, HostVariables] => [
    host,
    { kuma_monitors: idsOf(monitors), kuma_down: idsOf(monitors.filter(isDown)) },
  ]);
  return {
    variables: Object.fromEntries(variables),
    groups,
    refused: [...hosts.keys()].filter((host) => !isHostName(host)),
  };
}

function isOfAgent({ monitor: { description } }: SeenMonitor): boolean {
  return parseMarkers(description).some(({ fields }) => fields.host !== undefined);
}

function isHostName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(text);
}

function isDown({ status }: SeenMonitor): boolean {
  return status === "down";
}

function groupsFor(one: SeenMonitor): readonly string[] {
  const tags = one.monitor.tags.flatMap(({ name, value }) => [
    groupName("tag", name),
    ...(value === "" ? [] : [groupName("tag", name, value)]),
  ]);
  const around = one.groups.map((_, depth) => groupName("group", ...one.groups.slice(0, depth + 1)));
  return [...(isDown(one) ? ["kuma_down"] : []), ...around, ...tags];
}

/** Ansible takes letters, digits and underscores. */
function groupName(...words: readonly string[]): string {
  return words.join("_").replaceAll(/[^a-z0-9_]/gi, "_");
}
