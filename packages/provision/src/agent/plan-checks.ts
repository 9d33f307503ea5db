import type { KumaClient } from "@kumakit/client";
import type { HostFacts, WishedCheck } from "@kumakit/installer";

import type { MonitorAction } from "../monitors/monitor-action.ts";
import { lookUpMonitor, type PlannedMonitor } from "../monitors/plan-monitor.ts";
import type { AgentRequest } from "./agent-wish.ts";
import { monitorWishes, type CheckWish } from "./monitor-wishes.ts";
import type { Voice } from "./provision-event.ts";
import { requireInterval } from "./intervals.ts";
import type { Watchable } from "./watchable.ts";

/** A check, and what its monitor needs. */
export interface PlannedCheck extends CheckWish {
  /** The plan for the monitor, and the monitor as it is now. */
  readonly planned: PlannedMonitor;
  /** Seconds, once the plan is carried out. */
  readonly interval: number;
}

/**
 * Plans the monitors of some checks: an install carries out just this, and a dry run shows it. A missing thing that
 * several of them need is made for the first of them. Changes nothing.
 *
 * @throws ProvisionError, KumaError
 */
export async function planChecks(
  client: KumaClient,
  checks: readonly Watchable[],
  context: { readonly facts: HostFacts; readonly request: AgentRequest },
): Promise<readonly PlannedCheck[]> {
  const all: PlannedCheck[] = [];
  const made = new Set<string>();
  for (const { check, wish } of await monitorWishes(client, checks, context)) {
    const planned = await lookUpMonitor(client, wish);
    const interval = wish.interval ?? planned.existing?.interval ?? 60;
    // That of an adopted monitor may be anything.
    requireInterval(interval);
    all.push({ check, wish, interval, planned: { ...planned, plan: withoutMade(planned.plan, made) } });
  }
  return all;
}

/** The check as an install wants it; without a token when its monitor is yet to be made. */
export function plannedCheck({ check, interval, planned: { existing } }: PlannedCheck): WishedCheck {
  const known = existing === undefined ? {} : { monitorId: existing.id, token: existing.pushToken };
  return { ...check, interval, ...known };
}

/** Says what is not as people may expect about the monitors, and does so for a dry run as well. */
export function warnOfMonitors({ warn }: Voice, checks: readonly PlannedCheck[]): void {
  for (const { wish, planned } of checks)
    for (const warning of planned.plan.warnings)
      warn("monitor", `Mind the monitor ${JSON.stringify(wish.name)}: ${warning}.`, planned.plan.monitor ?? undefined);
}

/** Whether the agent has to look and push at once, although nothing on the host may change: a monitor was not as wished. */
export function needsLook(checks: readonly PlannedCheck[]): boolean {
  // The agent looks only now and then whether a monitor that was paused is back.
  return checks.some(({ planned: { plan } }) => plan.outcome === "updated");
}

function withoutMade(plan: PlannedMonitor["plan"], made: Set<string>): PlannedMonitor["plan"] {
  const actions = plan.actions.filter((action) => {
    const key = makes(action);
    if (key === undefined) return true;
    const isNew = !made.has(key);
    made.add(key);
    return isNew;
  });
  return { ...plan, actions };
}

function makes(action: MonitorAction): string | undefined {
  return action.kind === "create-group" || action.kind === "create-tag" ? `${action.kind} ${action.name}` : undefined;
}
