import type { Monitor } from "@kumakit/client";
import { closest } from "@kumakit/text";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { groupsOf, hostFinder } from "./seen/monitor-place.ts";

/** Monitors that words name. */
export interface SelectedMonitors {
  readonly monitors: readonly Monitor[];
  /** Whether the words name one monitor, and not as many as there are. */
  readonly isSingle: boolean;
}

/** The ways in which a reference names monitors, for help. */
export const REFERENCE =
  "Its name or id (id:12), its path of groups (web/shop), or HOST/UNIT. Several at once: tag:NAME, tag:NAME=VALUE, group:NAME, host:NAME, or a name with * and ?.";

/**
 * The one monitor that a reference names.
 *
 * @throws CliError (exit 3) when there is none, with the one that was probably meant; (exit 2) when there are several
 */
export function oneMonitor(all: readonly Monitor[], reference: string): Monitor {
  const found = namedBy(all, reference);
  const [monitor] = found;
  if (monitor === undefined) throw notFound(all, reference);
  if (found.length > 1) throw ambiguous(all, reference, found);
  return monitor;
}

/**
 * The monitors that references name, each once, in their order. A name that is there goes before what it could mean as a pattern.
 *
 * @throws CliError (exit 3) when one names nothing; (exit 2) when one that names one thing fits several
 */
export function selectMonitors(all: readonly Monitor[], references: readonly string[]): SelectedMonitors {
  const chosen = references.map((reference) => {
    const named = namedBy(all, reference);
    const many = named.length > 0 ? undefined : matching(all, reference);
    if (many === undefined) return { monitors: [oneMonitor(all, reference)], isSingle: true };
    if (many.length === 0) throw notFound(all, reference);
    return { monitors: many, isSingle: false };
  });
  const monitors = [...new Map(chosen.flatMap((one) => one.monitors).map((one) => [one.id, one])).values()];
  return { monitors, isSingle: chosen.length === 1 && chosen[0]?.isSingle === true };
}

/** By the name, else by the id, else by the path of groups, else by host and unit. */
function namedBy(all: readonly Monitor[], reference: string): readonly Monitor[] {
  const named = all.filter(({ name }) => name === reference);
  if (named.length > 0) return named;
  const id = /^(?:id:)?(\d+)$/.exec(reference)?.[1];
  if (id !== undefined) return all.filter((monitor) => monitor.id === Number(id));
  if (!reference.includes("/")) return [];
  const path = pathFinder(all);
  const placed = all.filter((monitor) => path(monitor) === reference);
  if (placed.length > 0) return placed;
  const hostOf = hostFinder(all);
  return all.filter((monitor) => {
    const host = hostOf(monitor);
    return host !== undefined && reference === `${host}/${monitor.name.replace(`${host}/`, "")}`;
  });
}

/** The monitors that a reference for several selects; undefined for a reference to one. */
function matching(all: readonly Monitor[], reference: string): readonly Monitor[] | undefined {
  const [, kind, rest = ""] = /^(tag|group|host):(.+)$/s.exec(reference) ?? [];
  if (kind === "tag") return all.filter(({ tags }) => hasTag(tags, rest));
  if (kind === "group") return membersOf(all, rest);
  if (kind === "host") return aboutHost(all, rest);
  if (!/[*?]/.test(reference)) return undefined;
  const pattern = new RegExp(`^${Array.from(reference, asPattern).join("")}$`, "su");
  const path = pathFinder(all);
  return all.filter((monitor) => pattern.test(monitor.name) || pattern.test(path(monitor)));
}

function asPattern(sign: string): string {
  if (sign === "*") return ".*";
  return sign === "?" ? "." : sign.replace(/[\\^$.|+()[\]{}/]/, String.raw`\$&`);
}

function aboutHost(all: readonly Monitor[], host: string): readonly Monitor[] {
  const hostOf = hostFinder(all);
  return all.filter((monitor) => hostOf(monitor) === host);
}

/** All that is in a group, at any depth; the group is named by its name or path. */
function membersOf(all: readonly Monitor[], reference: string): readonly Monitor[] {
  const groups = all.filter(({ type }) => type === "group");
  const { id } = oneMonitor(groups, reference);
  const inside = new Set([id]);
  for (let before = 0; before !== inside.size;) {
    before = inside.size;
    for (const { id: member, parent } of all) if (parent !== null && inside.has(parent)) inside.add(member);
  }
  return all.filter((monitor) => monitor.id !== id && inside.has(monitor.id));
}

/** Whether a monitor carries the tag `NAME` or `NAME=VALUE`. */
export function hasTag(tags: readonly { readonly name: string; readonly value: string }[], wanted: string): boolean {
  const [name, ...rest] = wanted.split("=");
  return tags.some((tag) => tag.name === name && (rest.length === 0 || tag.value === rest.join("=")));
}

function pathFinder(all: readonly Monitor[]): (monitor: Monitor) => string {
  const byId = new Map(all.map((monitor) => [monitor.id, monitor]));
  return (monitor) => [...groupsOf(monitor, byId), monitor.name].join("/");
}

/** The most candidates that a message names. */
const mostNamed = 8;

function ambiguous(all: readonly Monitor[], reference: string, found: readonly Monitor[]): CliError {
  const path = pathFinder(all);
  const named = found.slice(0, mostNamed).map((one) => `id:${one.id} (${one.type} ${JSON.stringify(path(one))})`);
  return new CliError({
    code: "KUMA_AMBIGUOUS_NAME",
    message: `There are ${found.length} monitors called ${JSON.stringify(reference)}: ${named.join(", ")}${found.length > mostNamed ? ", …" : ""}`,
    hint: `say which one: id:${found[0]?.id ?? 1}`,
    exit: EXIT.usage,
  });
}

function notFound(all: readonly Monitor[], reference: string): CliError {
  const meant = closest(
    reference,
    all.map(({ name }) => name),
  );
  const guess = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  return new CliError({
    code: "KUMA_NOT_FOUND",
    message: `There is no monitor called ${JSON.stringify(reference)}.${guess}`,
    hint: "kuma monitor list",
    exit: EXIT.notFound,
  });
}
