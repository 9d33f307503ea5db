import { isDeepStrictEqual } from "node:util";
import type { KumaClient } from "@kumakit/client";

import { backupKinds, type Backup, type BackupKind, type SavedThing } from "./backup.ts";
import { takeBackup } from "./take-backup.ts";

/** A thing of a backup, and the one that a server has already. */
export interface RestoreStep {
  /** Its kind. */
  readonly kind: BackupKind;
  /** The thing in the backup. */
  readonly thing: SavedThing;
  /** Its id on the server; undefined for one that is to be made. */
  readonly present: number | undefined;
}

/** The steps of a restore. */
export interface RestorePlan {
  /** Every thing of the backup, in the order in which they are made. */
  readonly steps: readonly RestoreStep[];
  /** Settings that the server does not have yet; those that differ, too, where it has no monitors. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Things to know beforehand: one sentence each, without a full stop. */
  readonly warnings: readonly string[];
}

/**
 * Plans to put what is in a backup on a server. Things that are there stay as they are: tags by name and colour, proxies by
 * their address, monitors by their push token or else by type and place, status pages by their slug, the rest by name.
 *
 * @throws KumaError
 */
export async function planRestore(client: KumaClient, backup: Backup): Promise<RestorePlan> {
  return differences(backup, await takeBackup(client));
}

/** The same between two backups, of which the second says how the server is. */
function differences(backup: Backup, now: Backup): RestorePlan {
  const keyOf = keysOf(backup);
  const keyNow = keysOf(now);
  const steps = backupKinds.flatMap((kind) => {
    const free = new Map<string, number[]>();
    for (const one of now.things[kind]) {
      const key = keyNow(kind, one);
      free.set(key, [...(free.get(key) ?? []), one.id]);
    }
    // Of several that look the same the first is taken for the first.
    return backup.things[kind].map((thing) => ({ kind, thing, present: free.get(keyOf(kind, thing))?.shift() }));
  });
  return { steps, settings: settingsToSet(backup, now), warnings: warningsOf(steps, { backup, now }) };
}

/** A new server says what it does by default as if somebody had set it. One that is in use keeps what it has. */
function settingsToSet(backup: Backup, now: Backup): Readonly<Record<string, unknown>> {
  const isNew = now.things.monitor.length === 0;
  const isToSet = ([name, value]: readonly [string, unknown]): boolean =>
    isNew ? !isDeepStrictEqual(value, now.settings[name]) : !Object.hasOwn(now.settings, name);
  return Object.fromEntries(Object.entries(backup.settings).filter(isToSet));
}

/** The same thing has the same key on every server, and another id. */
function keysOf({ things }: Backup): (kind: BackupKind, thing: SavedThing) => string {
  const monitors = new Map(things.monitor.map((one) => [one.id, one]));
  const tags = new Map(things.tag.map((one) => [one.id, one]));
  const monitorKey = (thing: SavedThing | undefined): unknown[] => {
    const { type, pushToken } = thing?.input ?? {};
    return typeof pushToken === "string" ? ["push", pushToken] : [type, ...placeOf(thing, monitors)];
  };
  const parts = (kind: BackupKind, { name, input }: SavedThing): readonly unknown[] => {
    if (kind === "tag") return [name, input["color"]];
    if (kind === "proxy") return [name, input["username"]];
    if (kind === "notification") return [name, input["type"]];
    if (kind === "status page") return [input["slug"]];
    if (kind === "maintenance") return [name, input["strategy"]];
    if (kind !== "monitor tag") return [name];
    const tag = tags.get(Number(input["tag"]));
    return [...monitorKey(monitors.get(Number(input["monitor"]))), tag?.name, tag?.input["color"], input["value"]];
  };
  return (kind, thing) => JSON.stringify(kind === "monitor" ? monitorKey(thing) : parts(kind, thing));
}

/** The names of a monitor and of the groups around it. */
function placeOf(thing: SavedThing | undefined, monitors: ReadonlyMap<number, SavedThing>): readonly string[] {
  const names: string[] = [];
  const seen = new Set<number>();
  for (let at = thing; at !== undefined && !seen.has(at.id); at = monitors.get(Number(at.input["parent"]))) {
    seen.add(at.id);
    names.unshift(at.name);
  }
  return names;
}

function warningsOf(
  steps: readonly RestoreStep[],
  { backup, now }: { readonly backup: Backup; readonly now: Backup },
): readonly string[] {
  const all = new Map(backup.things.monitor.map((one) => [one.id, one]));
  const there = new Map(now.things.monitor.map((one) => [one.id, one]));
  const taken = new Set(now.things.monitor.map((one) => JSON.stringify([one.input["type"], ...placeOf(one, there)])));
  const twins = steps.filter(({ kind, thing, present }) => {
    if (kind !== "monitor" || present !== undefined || thing.input["type"] !== "push") return false;
    return taken.has(JSON.stringify(["push", ...placeOf(thing, all)]));
  });
  return [
    ...twins.map(
      ({ thing }) =>
        `the server has another push monitor ${JSON.stringify(placeOf(thing, all).join("/"))}, with another token: there will be two`,
    ),
    ...backup.leftOut.map((sentence) => `the backup lacks ${sentence}`),
  ];
}
