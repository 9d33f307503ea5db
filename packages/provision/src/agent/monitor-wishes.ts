import type { KumaClient, Monitor } from "@kumakit/client";
import { checkNameOf, type HostFacts } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import type { MonitorWish } from "../monitors/monitor-wish.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { hasMarker, parseMarkers } from "../marker/marker.ts";
import { checkMarker } from "./check-marker.ts";
import { monitorName } from "./monitor-name.ts";
import { calledOf, type Watchable } from "./watchable.ts";

/** A check, and the monitor that is wanted for it. */
export interface CheckWish {
  readonly check: Watchable;
  readonly wish: MonitorWish;
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
  { facts, request }: { readonly facts: HostFacts; readonly request: AgentRequest },
): Promise<readonly CheckWish[]> {
  const monitors = await client.monitors.reported();
  return checks.map((check) => ({ check, wish: wishFor(check, monitors, { facts, request }) }));
}

function wishFor(
  check: Watchable,
  monitors: readonly Monitor[],
  { facts, request }: { readonly facts: HostFacts; readonly request: AgentRequest },
): MonitorWish {
  const { hostname } = facts;
  const marker = checkMarker(facts, checkNameOf(check));
  const marked = monitors.find(({ description }) => hasMarker(description, marker));
  if (marked === undefined && request.changes.length > 0) throw withoutMonitor(check, hostname);
  const ownName = request.rename ? undefined : marked?.name;
  const name = ownName ?? monitorName(request.nameTemplate, { host: hostname, unit: calledOf(check) });
  const namesake = marked ?? monitors.find((monitor) => monitor.name === name && monitor.type === "push");
  if (marked === undefined && namesake !== undefined) requireAdoptable(namesake, { check, request });
  const { interval, notify, group, tags } = request;
  return {
    name,
    interval,
    notify,
    group,
    tags,
    // What people have written into a monitor that is there already stays.
    description: namesake === undefined ? describe(check, hostname) : undefined,
    marker,
    newToken: request.newTokens !== "none",
    staysPaused: request.changes.length > 0,
    staysSilent: request.changes.length > 0,
    ifExists: "update",
  };
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
  { check, request: { adopt } }: { readonly check: Watchable; readonly request: AgentRequest },
): void {
  const isTaken = parseMarkers(description).length > 0;
  if (adopt && !isTaken) return;
  throw new ProvisionError({
    code: isTaken ? "KUMA_MONITOR_TAKEN" : "KUMA_MONITOR_EXISTS",
    message: isTaken
      ? `The monitor ${JSON.stringify(name)} (id ${id}) belongs to another host or check of kuma`
      : `The monitor ${JSON.stringify(name)} (id ${id}) exists already, and no install of kuma has made it`,
    suggestion: "definition" in check ? `${calledOf(check)} 2` : "{host} {unit} 2",
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
