import type { Monitor } from "@kumakit/client";
import { parseMarkers } from "@kumakit/provision/names";

/** The names of the groups that a monitor is in, the outermost first. */
export function groupsOf({ parent }: Monitor, byId: ReadonlyMap<number, Monitor>): readonly string[] {
  const names: string[] = [];
  const passed = new Set<number>();
  for (let id = parent; id !== null && !passed.has(id); id = byId.get(id)?.parent ?? null) {
    passed.add(id);
    names.unshift(byId.get(id)?.name ?? String(id));
  }
  return names;
}

/**
 * Finds the machine that a monitor is about: that of the agent which reports to it, else that of its address. An agent's
 * monitors are called `HOST/UNIT` unless somebody renames them, and share a mark that does not say the name.
 */
export function hostFinder(monitors: Iterable<Monitor>): (monitor: Monitor) => string | undefined {
  const names = new Map<string, string>();
  for (const monitor of monitors) {
    const key = agentKey(monitor);
    const name = /^([^/\s]+)\//.exec(monitor.name)?.[1];
    if (key !== undefined && name !== undefined && !names.has(key)) names.set(key, name);
  }
  return (monitor) => {
    const key = agentKey(monitor);
    return key === undefined ? addressOf(monitor) : names.get(key);
  };
}

function agentKey({ description }: Monitor): string | undefined {
  return parseMarkers(description).find(({ fields }) => fields.host !== undefined)?.fields.host;
}

function addressOf({ raw, type }: Monitor): string | undefined {
  const { hostname, url } = raw;
  if (typeof hostname === "string" && hostname !== "") return hostname;
  // A form that is not its type's own leaves "https://" there.
  if (typeof url !== "string" || type === "push" || !URL.canParse(url)) return undefined;
  return new URL(url).hostname || undefined;
}
