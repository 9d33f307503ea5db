import { aboutCheck } from "@kumakit/agent/checks";
import { pushPeriodSeconds } from "@kumakit/agent/config";
import type { KumaClient } from "@kumakit/client";
import type { WishedCheck, WishedHeartbeat } from "@kumakit/installer";

import type { MonitorAction } from "../monitors/monitor-action.ts";
import type { MonitorWish } from "../monitors/monitor-wish.ts";
import { lookUpMonitor, newInterval, type PlannedMonitor } from "../monitors/plan-monitor.ts";
import { agentMonitorWish, newCheckSettings } from "./agent-monitor.ts";
import { monitorWishes, type CheckWish, type WishContext } from "./monitor-wishes.ts";
import type { Voice } from "./provision-event.ts";
import { requireInterval } from "./intervals.ts";
import { severalAtOnce } from "./several-at-once.ts";
import type { Watchable } from "./watchable.ts";

/** A monitor, and what it needs. */
export interface PlannedWish {
  readonly wish: MonitorWish;
  /** The plan for the monitor, and the monitor as it is now. */
  readonly planned: PlannedMonitor;
  /** Seconds, once the plan is carried out. */
  readonly interval: number;
}

/** A check, and what its monitor needs. */
export interface PlannedCheck extends CheckWish, PlannedWish {}

/** The monitors of an agent. */
export interface PlannedMonitors {
  /** Of the agent itself; undefined when a person looks after it, or there is to be none. */
  readonly agentMonitor: PlannedWish | undefined;
  /** Of its checks. */
  readonly checks: readonly PlannedCheck[];
}

/** So many plans are made at the same time: those of one moment share the list that a server before 2.0 is asked for. */
export const looksAtOnce = 64;

/**
 * Plans the monitors of an agent and of some checks: an install carries out just this, and a dry run shows it. A missing
 * thing that several of them need is made for the first of them. Changes nothing.
 *
 * @throws ProvisionError, KumaError
 */
export async function planMonitors(
  client: KumaClient,
  checks: readonly Watchable[],
  context: WishContext,
): Promise<PlannedMonitors> {
  async function plan(wish: MonitorWish): Promise<PlannedWish> {
    const planned = await lookUpMonitor(client, wish);
    const interval = wish.interval ?? planned.existing?.interval ?? newInterval(wish);
    // That of an adopted monitor may be anything.
    requireInterval(interval);
    return { wish, interval, planned };
  }
  const made = new Set<string>();
  const madeOnce = <Planned extends PlannedWish>(one: Planned): Planned => {
    return { ...one, planned: { ...one.planned, plan: withoutMade(one.planned.plan, made) } };
  };
  const wishes = await monitorWishes(client, checks, context);
  const names = wishes.map(({ wish }) => wish.name);
  const agentWish = await agentMonitorWish(client, names, context);
  const agentMonitor = agentWish && madeOnce(await plan(agentWish));
  const whenNew = await newCheckSettings(client, context.facts, agentMonitor?.planned);
  const lookUp = async ({ wish, ...rest }: CheckWish) => ({ ...rest, ...(await plan({ ...wish, whenNew })) });
  const planned = await severalAtOnce(wishes, lookUp, looksAtOnce);
  return { agentMonitor, checks: planned.map(madeOnce) };
}

/** The monitors of a plan in one list, that of the agent first. */
export function monitorsOf({ agentMonitor, checks }: PlannedMonitors): readonly PlannedWish[] {
  return [...(agentMonitor === undefined ? [] : [agentMonitor]), ...checks];
}

/** The check as an install wants it; without a token when its monitor is yet to be made. */
export function plannedCheck(check: PlannedCheck): WishedCheck {
  const { interval, planned } = check;
  return { ...rhythmOf(check), interval, ...known(planned), ...replacedBy(check) };
}

/** The crontab with the job that a check takes the place of. */
export function replacedBy({ oldJob, tookMonitor }: CheckWish): Pick<WishedCheck, "replaced" | "tookMonitor"> {
  if (oldJob === undefined) return {};
  return { replaced: [oldJob.job.file], ...(tookMonitor === true ? { tookMonitor } : {}) };
}

/** The monitor of the agent itself as an install wants it. */
export function plannedHeartbeat({ interval, planned }: PlannedWish): WishedHeartbeat {
  return { interval, ...known(planned) };
}

function known({ existing, plan }: PlannedMonitor): Pick<WishedHeartbeat, "monitorId" | "token"> {
  if (existing === undefined) return {};
  const isRotated = plan.actions.some(({ kind }) => kind === "rotate");
  const { id: monitorId, pushToken } = existing;
  return { monitorId, ...(isRotated || pushToken == null ? {} : { token: pushToken }) };
}

/**
 * The thing that is watched, and how often it is looked at: a long interval is for silence. A check for which somebody wanted such an
 * interval may be a costly one: it looks only with every push.
 */
export function rhythmOf({ check, interval, wish }: PlannedCheck): Watchable & Pick<WishedCheck, "lookEvery"> {
  const isMeant =
    "definition" in check && (wish.interval !== undefined || aboutCheck(check.definition.type).hasOwnRhythm);
  const looksMore = interval > usualInterval && !isMeant;
  return { ...check, ...(looksMore ? { lookEvery: pushPeriodSeconds(usualInterval) } : {}) };
}

/** In s. A check looks as often as one with that interval pushes. */
const usualInterval = 60;

/** Says what is not as people may expect about the monitors, and does so for a dry run as well. */
export function warnOfMonitors({ warn }: Voice, monitors: readonly PlannedWish[]): void {
  for (const { wish, planned } of monitors)
    for (const warning of planned.plan.warnings)
      warn("monitor", `Mind the monitor ${JSON.stringify(wish.name)}: ${warning}.`, planned.plan.monitor ?? undefined);
}

/** Whether the agent has to look and push at once, although nothing on the host may change: a monitor was not as wished. */
export function needsLook(monitors: readonly PlannedWish[]): boolean {
  // The agent looks only now and then whether a monitor that was paused is back.
  return monitors.some(({ planned: { plan } }) => plan.outcome === "updated");
}

/** A plan without the groups and tags that another one makes already; notes those that it makes. */
export function withoutMade(plan: PlannedMonitor["plan"], made: Set<string>): PlannedMonitor["plan"] {
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
