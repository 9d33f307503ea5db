import { dashboardUrlOf, pushUrlOf, type KumaClient, type Monitor } from "@kumakit/client";

import { undoBecauseOf } from "../undo/undo-because-of.ts";
import { UndoStack } from "../undo/undo-stack.ts";
import { carryOutMonitor } from "./carry-out-monitor.ts";
import type { MonitorPlan } from "./monitor-action.ts";
import type { MonitorWish, NamedNotification } from "./monitor-wish.ts";
import { lookUpMonitor, requirePushable, type PlannedMonitor, type PushMonitor } from "./plan-monitor.ts";

/** A monitor that is there now. */
export interface MadeAnyMonitor {
  /** The monitor. */
  readonly monitor: Monitor;
  /** The address for heartbeats of a Push monitor, else null. Secret: who has it can report the service as healthy. */
  readonly pushUrl: string | null;
  /** The monitor's page for people. */
  readonly dashboardUrl: string;
  /** What came of the wish. */
  readonly outcome: MonitorPlan["outcome"];
  /** Whom it alerts. */
  readonly notifications: readonly NamedNotification[];
  /** In which ways it is not as people may expect: sentences whose "it" is the monitor. */
  readonly warnings: readonly string[];
}

/** A Push monitor that is there now. */
export interface MadeMonitor extends MadeAnyMonitor {
  /** The monitor, with its push token. */
  readonly monitor: PushMonitor;
  /** The address for heartbeats. Secret: it is all that somebody needs to report the service as healthy. */
  readonly pushUrl: string;
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

/**
 * Carries out a plan for a monitor of any type. When it fails half-way, what it did is taken back.
 *
 * @throws ProvisionError, KumaError
 */
export async function realiseMonitor(
  client: KumaClient,
  planned: PlannedMonitor,
  options: EnsureOptions = {},
): Promise<MadeAnyMonitor> {
  const undo = new UndoStack();
  try {
    return await make(client, planned, { ...options, undo });
  } catch (error) {
    throw await undoBecauseOf(error, undo);
  }
}

/** Carries a plan for a Push monitor out, and leaves its way back on the stack, also when it fails. */
export async function makeMonitor(
  client: KumaClient,
  planned: PlannedMonitor,
  options: EnsureOptions & { readonly undo: UndoStack },
): Promise<MadeMonitor> {
  const made = await make(client, planned, options);
  const monitor = requirePushable(made.monitor);
  return { ...made, monitor, pushUrl: pushUrlOf(client.server.url, monitor.pushToken) };
}

async function make(
  client: KumaClient,
  { plan, existing, settings }: PlannedMonitor,
  { undo, signal }: EnsureOptions & { readonly undo: UndoStack },
): Promise<MadeAnyMonitor> {
  const own = new UndoStack();
  try {
    const { monitor, isOlderTwin } =
      existing !== undefined && plan.actions.length === 0
        ? { monitor: existing, isOlderTwin: false }
        : await carryOutMonitor(client, plan, { undo: own, signal, settings });
    const { pushToken = null } = monitor;
    return {
      monitor,
      pushUrl: pushToken === null || pushToken === "" ? null : pushUrlOf(client.server.url, pushToken),
      dashboardUrl: dashboardUrlOf(client.server.url, monitor.id),
      outcome: isOlderTwin ? "kept" : plan.outcome,
      notifications: plan.notifications,
      warnings: plan.warnings,
    };
  } finally {
    undo.take(own);
  }
}
