import { dashboardUrlOf, pushUrlOf, type KumaClient } from "@kumakit/client";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { carryOutMonitor } from "./carry-out-monitor.ts";
import type { MonitorPlan } from "./monitor-action.ts";
import type { MonitorWish, NamedNotification } from "./monitor-wish.ts";
import { lookUpMonitor, requirePushable, type PlannedMonitor, type PushMonitor } from "./plan-monitor.ts";

/** A Push monitor that is there now. */
export interface MadeMonitor {
  /** The monitor, with its push token. */
  readonly monitor: PushMonitor;
  /** The address for heartbeats. Secret: it is all that somebody needs to report the service as healthy. */
  readonly pushUrl: string;
  /** The monitor's page for people. */
  readonly dashboardUrl: string;
  /** What came of the wish. */
  readonly outcome: MonitorPlan["outcome"];
  /** Whom it alerts. */
  readonly notifications: readonly NamedNotification[];
  /** In which ways it is not as people may expect: sentences whose "it" is the monitor. */
  readonly warnings: readonly string[];
}

/** As {@link MadeMonitor}, with a way back. */
export interface EnsuredMonitor extends MadeMonitor {
  /**
   * Takes back what was done here: deletes what was created, restores what was updated, and does nothing for kept ones.
   *
   * @throws ProvisionError `KUMA_UNDO_INCOMPLETE`
   */
  undo(): Promise<void>;
}

/** Options of {@link ensureMonitor}. */
export interface EnsureOptions {
  /** When aborted, what was made half-way is removed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes sure that there is one Push monitor as wished: finds it by marker or name, else creates it with its final settings
 * in one call. When it fails half-way, what it made is removed. When two runs create it at once, the older one stays.
 * {@link planMonitor} says beforehand what it would do.
 *
 * @throws ProvisionError, KumaError
 */
export async function ensureMonitor(
  client: KumaClient,
  wish: MonitorWish,
  options: EnsureOptions = {},
): Promise<EnsuredMonitor> {
  const undo = new UndoStack();
  const planned = await lookUpMonitor(client, wish);
  try {
    const ensured = await makeMonitor(client, planned, { ...options, undo });
    return { ...ensured, undo: () => undo[Symbol.asyncDispose]() };
  } catch (error) {
    throw await undoBecauseOf(error, undo);
  }
}

/** Carries a plan out, and leaves its way back on the stack, also when it fails. */
export async function makeMonitor(
  client: KumaClient,
  { plan, existing }: PlannedMonitor,
  { undo, signal }: EnsureOptions & { readonly undo: UndoStack },
): Promise<MadeMonitor> {
  const own = new UndoStack();
  try {
    const { monitor, isOlderTwin } = await carriedOut(client, { plan, existing }, { undo: own, signal });
    const outcome = isOlderTwin ? "kept" : plan.outcome;
    return {
      monitor,
      pushUrl: pushUrlOf(client.server.url, monitor.pushToken),
      dashboardUrl: dashboardUrlOf(client.server.url, monitor.id),
      outcome,
      notifications: plan.notifications,
      warnings: plan.warnings,
    };
  } finally {
    undo.take(own);
  }
}

async function carriedOut(
  client: KumaClient,
  { plan, existing }: PlannedMonitor,
  options: { readonly undo: UndoStack; readonly signal: AbortSignal | undefined },
): Promise<{ readonly monitor: PushMonitor; readonly isOlderTwin: boolean }> {
  if (existing !== undefined && plan.actions.length === 0) return { monitor: existing, isOlderTwin: false };
  const { monitor, isOlderTwin } = await carryOutMonitor(client, plan, options);
  return { monitor: requirePushable(monitor), isOlderTwin };
}
