import type { Monitor } from "@kumakit/client";

import { ProvisionError } from "../errors/provision-error.ts";
import { formatMarker, hasMarker, parseMarkers, type Marker } from "../marker/marker.ts";
import type { MonitorWish } from "./monitor-wish.ts";

type Identity = Pick<MonitorWish, "id" | "name" | "type" | "group" | "marker" | "whenNew">;

/**
 * The monitor that the wish is about: by its id, else by its marker, else by its exact name.
 *
 * @throws ProvisionError when several fit, when the name is taken by a monitor of another type, or when the
 * monitor of that name carries the marker of something else
 */
export function findExistingMonitor(all: readonly Monitor[], wish: Identity): Monitor | undefined {
  const { marker, type = "push" } = wish;
  const meant = wish.id === undefined ? undefined : all.find(({ id }) => id === wish.id);
  if (meant !== undefined) return meant;
  const marked = marker === undefined ? [] : all.filter(({ description }) => hasMarker(description, marker));
  if (marked.length > 0) return onlyOne(marked, wish.name);
  const named = all.filter(({ name }) => name === wish.name);
  const fitting = named.filter((monitor) => monitor.type === type);
  if (fitting.length > 0) return ownedByNobodyElse(onlyOne(fitting, wish.name), marker);
  // A group may well be called like the first monitor that is put into it.
  const group = wish.group ?? wish.whenNew?.group?.name;
  const taken = named.find((monitor) => !(monitor.type === "group" && monitor.name === group));
  if (taken !== undefined) throw ofAnotherType(taken, type);
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

function ownedByNobodyElse(monitor: Monitor, marker: Marker | undefined): Monitor {
  const [other] = parseMarkers(monitor.description);
  if (marker === undefined || other === undefined) return monitor;
  throw new ProvisionError({
    code: "KUMA_MONITOR_TAKEN",
    message: `The monitor ${JSON.stringify(monitor.name)} (id ${monitor.id}) belongs to something else already: ${formatMarker(other)}`,
  });
}

function ofAnotherType({ id, name, type }: Monitor, wished: string): ProvisionError {
  return new ProvisionError({
    code: wished === "push" ? "KUMA_NOT_A_PUSH_MONITOR" : "KUMA_MONITOR_EXISTS",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) exists, but it is of type ${type}, not ${wished}`,
  });
}
