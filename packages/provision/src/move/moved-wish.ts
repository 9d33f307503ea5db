import type { KumaClient, Monitor, Notification } from "@kumakit/client";
import type { HostFacts } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker, parseMarkers, withoutMarkers } from "../marker/marker.ts";
import type { MonitorWish } from "../monitors/monitor-wish.ts";
import { groupMarker } from "../agent/check-marker.ts";
import { defaultMonitorName, monitorName } from "../agent/monitor-name.ts";
import { monitorOf, type MovingReporter } from "./moving-reporters.ts";
import type { MoveWish } from "./move-wish.ts";

/** A server, and what is on it. */
export interface KnownServer {
  readonly client: KumaClient;
  readonly monitors: readonly Monitor[];
  readonly notifications: readonly Notification[];
}

/** Looks at a server. */
export async function knownServer(client: KumaClient): Promise<KnownServer> {
  const [monitors, notifications] = await Promise.all([client.monitors.list(), client.notifications.list()]);
  return { client, monitors, notifications };
}

/** The two servers of a move; `from` is undefined when it cannot be asked. */
export interface MoveServers {
  readonly to: KnownServer;
  readonly from: KnownServer | undefined;
}

/** A wished monitor on the other server. */
export interface MovedWish {
  readonly reporter: MovingReporter;
  readonly wish: MonitorWish;
  /** Its monitor on the server that it leaves. */
  readonly before: Monitor | undefined;
  /** Names of notifications that the former one alerts and the other server does not have. */
  readonly missing: readonly string[];
}

/**
 * The monitor that a reporter gets on the other server. One that is there already is kept, and found by token and marker;
 * a new one gets name, group, tags and notifications of the one before, each by its name.
 *
 * @throws ProvisionError `KUMA_MOVE_NAME_TAKEN` when a monitor of somebody else has its name
 */
export function movedWish(reporter: MovingReporter, servers: MoveServers, context: WishContext): MovedWish {
  const { to, from } = servers;
  const { facts, wish } = context;
  const before = from && monitorOf(from.monitors, reporter);
  const { name, isNew } = placeOf(reporter, before, { to, ...context });
  const alerted = isNew && before !== undefined ? alertedBy(before, from) : [];
  const former = isNew && before !== undefined ? formerSettings(before, sameNames(alerted, to)) : {};
  const chosen = wish.notify === undefined ? {} : { notify: wish.notify };
  return {
    reporter,
    before,
    missing: wish.notify === undefined ? alerted.filter((one) => idOf(one, to) === undefined) : [],
    wish: {
      name,
      interval: reporter.interval,
      notify: "default",
      tags: [],
      description: isNew ? describe(reporter, facts) : undefined,
      ...former,
      ...chosen,
      marker: reporter.marker,
      staysPaused: before?.active === false,
      staysSilent: true,
      ifExists: "update",
      whenNew: { group: groupOf(before, { from, facts }) },
    },
  };
}

interface WishContext {
  readonly facts: HostFacts;
  readonly wish: MoveWish;
}

/** The name of the monitor, and whether it is yet to be made. */
function placeOf(
  reporter: MovingReporter,
  before: Monitor | undefined,
  { to, facts, wish: { adopt = false } }: WishContext & Pick<MoveServers, "to">,
): { readonly name: string; readonly isNew: boolean } {
  const there = monitorOf(to.monitors, reporter);
  if (there !== undefined) return { name: there.name, isNew: false };
  const name = before?.name ?? newName(reporter, facts);
  const namesake = to.monitors.find((monitor) => monitor.name === name && monitor.type === "push");
  if (namesake !== undefined && !adopt) requireMarked(namesake, to.client.server.url);
  return { name, isNew: namesake === undefined };
}

/** The settings of a monitor on the server that is left, for a new one. */
function formerSettings({ description, tags }: Monitor, notify: MonitorWish["notify"]): Partial<MonitorWish> {
  const text = withoutMarkers(description);
  return {
    notify,
    tags: tags.map(({ name, value }) => ({ name, value })),
    ...(text === null ? {} : { description: text }),
  };
}

function newName({ check, called }: MovingReporter, { hostname: host }: HostFacts): string {
  return monitorName(defaultMonitorName, { host, unit: check === undefined ? "agent" : called });
}

function describe({ check, called }: MovingReporter, { hostname }: HostFacts): string {
  return check === undefined ? `The kumakit agent on ${hostname} itself.` : `${called} on ${hostname}.`;
}

/** The group of the monitor before; without one, that of the host. */
function groupOf(
  before: Monitor | undefined,
  { from, facts }: { readonly from: KnownServer | undefined; readonly facts: HostFacts },
): NonNullable<MonitorWish["whenNew"]>["group"] {
  const { hostname } = facts;
  const marker = groupMarker(facts);
  if (before === undefined) return { name: hostname, description: `The monitors of ${hostname}.`, marker };
  const group = from?.monitors.find(({ id }) => id === before.parent);
  if (group === undefined) return undefined;
  const isHosts = hasMarker(group.description, marker);
  const description = withoutMarkers(group.description) ?? undefined;
  return { name: group.name, description, ...(isHosts ? { marker } : {}) };
}

function alertedBy({ notificationIds }: Monitor, from: KnownServer | undefined): readonly string[] {
  return (from?.notifications ?? []).filter(({ id }) => notificationIds.includes(id)).map(({ name }) => name);
}

/** One that alerted nobody goes on alerting nobody; one whose notifications are all missing gets the default ones. */
function sameNames(alerted: readonly string[], to: KnownServer): MonitorWish["notify"] {
  if (alerted.length === 0) return "none";
  const found = alerted.flatMap((name) => idOf(name, to) ?? []);
  return found.length === 0 ? "default" : found.map((id) => `id:${id}`);
}

function idOf(wanted: string, { notifications }: KnownServer): number | undefined {
  return notifications.find(({ name }) => name === wanted)?.id;
}

/** One with the marker of something else is refused where the wish is looked up. */
function requireMarked({ id, name, description }: Monitor, server: string): void {
  if (parseMarkers(description).length > 0) return;
  throw new ProvisionError({
    code: "KUMA_MOVE_NAME_TAKEN",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) is on ${server} already, and no install of kuma has made it`,
  });
}
