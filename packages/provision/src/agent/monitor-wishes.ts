import type { KumaClient, Monitor } from "@kumakit/client";
import { checkNameOf, installedOn, type HostFacts, type InstalledCheck } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import type { MonitorWish } from "../monitors/monitor-wish.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { hasMarker, parseMarkers, withMarkerOfHost, type Marker } from "../marker/marker.ts";
import { checkMarker } from "./check-marker.ts";
import { isOfAnyHost, monitorToTakeOver } from "./former-monitors.ts";
import { monitorName } from "./monitor-name.ts";
import { oldJobOf, type OldJob } from "./old-jobs.ts";
import { checkReporter, isFedBy } from "./reporter.ts";
import { calledOf, type Watchable } from "./watchable.ts";

/** A check, and the monitor that is wanted for it. */
export interface CheckWish {
  readonly check: Watchable;
  readonly wish: MonitorWish;
  /** The job of cron whose place the check takes. */
  readonly oldJob?: OldJob;
  /** Whether its monitor is the one that this job feeds. */
  readonly tookMonitor?: boolean;
}

/** The host, and all that is wanted there. */
export interface WishContext {
  readonly facts: HostFacts;
  readonly request: AgentRequest;
  /**
   * Jobs of cron whose place checks of units take.
   * @defaultValue none
   */
  readonly oldJobs?: readonly OldJob[];
}

/**
 * The monitors that an install wants: those of an earlier install are found by their marker, whatever they are called by
 * now. Changes nothing.
 *
 * @throws ProvisionError when a monitor of the wanted name belongs to somebody else and was not to be adopted
 */
export async function monitorWishes(
  client: KumaClient,
  checks: readonly Watchable[],
  { facts, request, oldJobs = [] }: WishContext,
): Promise<readonly CheckWish[]> {
  const monitors = await client.monitors.reported();
  return checks.map((check) => {
    const replaced = oldJobOf(check, oldJobs, monitors);
    const wish = wishFor(check, monitors, { facts, request, fed: replaced?.monitor });
    if (replaced === undefined) return { check, wish };
    return { check, wish, oldJob: replaced.old, tookMonitor: replaced.monitor !== undefined };
  });
}

function wishFor(
  check: Watchable,
  monitors: readonly Monitor[],
  { facts, request, fed }: WishContext & { readonly fed: Monitor | undefined },
): MonitorWish {
  const { hostname } = facts;
  const marker = checkMarker(facts, checkNameOf(check));
  const own = ownMonitor(check, monitors, { facts, request });
  const marked = own ?? fed ?? takenOver(check, monitors, { facts, request });
  const isChange = request.changes.length > 0;
  if (marked === undefined && isChange) throw withoutMonitor(check, hostname);
  const ownName = request.rename ? undefined : marked?.name;
  const name = ownName ?? monitorName(request.nameTemplate, { host: hostname, unit: calledOf(check) });
  const namesake = marked ?? monitors.find((monitor) => monitor.name === name && monitor.type === "push");
  if (marked === undefined && namesake !== undefined) requireAdoptable(namesake, { check, marker, request });
  const { interval, notify, group, tags } = request;
  return {
    name,
    interval,
    notify,
    group,
    tags,
    // What people have written into a monitor that is there already stays.
    ...idFor(marked, marker),
    description: descriptionFor(check, { facts, marker, own, namesake }),
    marker,
    newToken: request.newTokens !== "none",
    staysPaused: isChange,
    staysSilent: isChange,
    ifExists: "update",
  };
}

/** One without the marker is known by its id alone. */
function idFor(monitor: Monitor | undefined, marker: Marker): Pick<MonitorWish, "id"> {
  return monitor === undefined || hasMarker(monitor.description, marker) ? {} : { id: monitor.id };
}

/** The monitor of the check: by its marker, else by the token that lies here. A person may have taken the marker away. */
function ownMonitor(
  check: Watchable,
  monitors: readonly Monitor[],
  { facts, request }: { readonly facts: HostFacts; readonly request: AgentRequest },
): Monitor | undefined {
  const marker = checkMarker(facts, checkNameOf(check));
  const marked = monitors.find(({ description }) => hasMarker(description, marker));
  const installed = installedCheck(check, facts);
  if (marked !== undefined || installed === undefined || request.machine === "copy") return marked;
  const reporter = checkReporter(facts, installed);
  return monitors.find(
    // One that is marked for something else stays that thing's.
    (monitor) => parseMarkers(monitor.description).length === 0 && isFedBy(monitor, reporter),
  );
}

function installedCheck(check: Watchable, facts: HostFacts): InstalledCheck | undefined {
  return installedOn(facts).manifest?.checks.find(({ name }) => name === checkNameOf(check));
}

/** The monitor of the check from the time when this machine had another name or id, when somebody says that it is the same. */
function takenOver(
  check: Watchable,
  monitors: readonly Monitor[],
  { facts, request }: { readonly facts: HostFacts; readonly request: AgentRequest },
): Monitor | undefined {
  if (request.machine !== "same") return undefined;
  const installed = installedCheck(check, facts);
  return monitorToTakeOver(monitors, {
    reporter: installed && checkReporter(facts, installed),
    marker: checkMarker(facts, checkNameOf(check)),
    name: monitorName(request.nameTemplate, { host: facts.hostname, unit: calledOf(check) }),
  });
}

interface Described {
  readonly facts: HostFacts;
  readonly marker: Marker;
  /** The monitor that carries the marker already. */
  readonly own: Monitor | undefined;
  /** The one that is used, if any. */
  readonly namesake: Monitor | undefined;
}

function descriptionFor(check: Watchable, { facts, marker, own, namesake }: Described): string | undefined {
  if (namesake === undefined) return describe(check, facts.hostname);
  const { description } = namesake;
  const isOfOther = namesake !== own && parseMarkers(description).length > 0;
  return isOfOther ? withMarkerOfHost(description, marker) : undefined;
}

/** A change is for what is there: it makes no monitor. */
function withoutMonitor(check: Watchable, hostname: string): ProvisionError {
  return new ProvisionError({
    code: "KUMA_NOT_FOUND",
    subject: "monitor",
    message: `The server has no monitor that an install has made for ${calledOf(check)} on ${hostname}`,
  });
}

function requireAdoptable(
  { name, id, description }: Monitor,
  {
    check,
    marker,
    request: { adopt },
  }: { readonly check: Watchable; readonly marker: Marker; readonly request: AgentRequest },
): void {
  const isTaken = parseMarkers(description).length > 0;
  if (adopt && !isTaken) return;
  if (isOfAnyHost(description, marker)) throw ofSomeHost({ name, id }, check);
  throw new ProvisionError({
    code: isTaken ? "KUMA_MONITOR_TAKEN" : "KUMA_MONITOR_EXISTS",
    message: isTaken
      ? `The monitor ${JSON.stringify(name)} (id ${id}) belongs to another host or check of kuma`
      : `The monitor ${JSON.stringify(name)} (id ${id}) exists already, and no install of kuma has made it`,
    suggestion: otherName(check),
  });
}

function otherName(check: Watchable): string {
  return "definition" in check ? `${calledOf(check)} 2` : "{host} {unit} 2";
}

/** Nothing here shows whether the host of that name is this one. */
function ofSomeHost({ name, id }: MonitorRef, check: Watchable): ProvisionError {
  return new ProvisionError({
    code: "KUMA_MONITOR_OF_OTHER_HOST",
    message: `The monitor ${JSON.stringify(name)} (id ${id}) belongs to ${calledOf(check)} on a host of this name with another machine id: another host, or this one before it was rebuilt`,
    suggestion: otherName(check),
  });
}

function describe(check: Watchable, hostname: string): string {
  return `${subjectOf(check)} on ${hostname}. The kumakit agent there reports to it.`;
}

function subjectOf(check: Watchable): string {
  if ("definition" in check) return `The check ${JSON.stringify(check.definition.name)} (${check.definition.type})`;
  const { unit, scope, description } = check;
  const kind = scope === "user" ? "user unit" : "unit";
  const meaning = description === "" || description === unit ? "" : ` (${description})`;
  return `Watches the systemd ${kind} ${unit}${meaning}`;
}
