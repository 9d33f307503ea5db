import type { Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import type { MonitorWish } from "./monitor-wish.ts";

type Identity = Pick<MonitorWish, "name" | "group" | "marker">;

/** Whether a monitor's description has the marker on a line of its own. */
export function hasMarker(monitor: Pick<Monitor, "description">, marker: string): boolean {
  return descriptionLines(monitor).includes(marker.trim());
}

/**
 * The Push monitor that the wish is about: by its marker, else by its exact name.
 *
 * @throws ProvisionError when several fit, when the name is taken by something that is no Push monitor, or when the
 * monitor of that name carries the marker of something else
 */
export function findExistingMonitor(all: readonly Monitor[], wish: Identity): Monitor | undefined {
  const { marker } = wish;
  const marked = marker === undefined ? [] : all.filter((monitor) => hasMarker(monitor, marker));
  if (marked.length > 0) return onlyOne(marked, wish.name);
  const named = all.filter(({ name }) => name === wish.name);
  const pushes = named.filter(({ type }) => type === "push");
  if (pushes.length > 0) return ownedByNobodyElse(onlyOne(pushes, wish.name), marker);
  // A group may well be called like the first monitor that is put into it.
  const taken = named.find(({ type, name }) => !(type === "group" && name === wish.group));
  if (taken !== undefined) throw notPush(taken);
  return undefined;
}

function onlyOne(found: readonly Monitor[], name: string): Monitor {
  const [monitor] = found;
  if (monitor !== undefined && found.length === 1) return monitor;
  const ids = found.map(({ id }) => id).join(", ");
  throw new ProvisionError({
    code: "KUMA_MONITOR_AMBIGUOUS",
    message: `There are ${found.length} monitors that could be ${JSON.stringify(name)}, with the ids ${ids}`,
  });
}

function ownedByNobodyElse(monitor: Monitor, marker: string | undefined): Monitor {
  if (marker === undefined) return monitor;
  const owner = firstWord(marker);
  const other = descriptionLines(monitor).find((line) => line !== "" && firstWord(line) === owner);
  if (other === undefined) return monitor;
  throw new ProvisionError({
    code: "KUMA_MONITOR_TAKEN",
    message: `The monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) belongs to something else already: ${other}`,
  });
}

/** The part of a marker that says who keeps the books, as in `[kumakit v1 …]`. */
function firstWord(line: string): string {
  return line.trim().split(/[\s:]/, 1)[0] ?? "";
}

function notPush({ id, name, type }: Monitor): ProvisionError {
  return new ProvisionError({
    code: "KUMA_NOT_A_PUSH_MONITOR",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) exists, but it is of type ${type}, not push`,
  });
}

function descriptionLines({ description }: Pick<Monitor, "description">): readonly string[] {
  return (description ?? "").split("\n").map((line) => line.trim());
}
