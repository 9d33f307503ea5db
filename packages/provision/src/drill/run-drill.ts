import type { Heartbeat, KumaClient } from "@kumakit/client";
import { endDrill, isInstallerError, stopForDrill, type DrillEnd, type Host } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";
import { answersAfterAlerts } from "../proof/judge-alert.ts";
import type { DrillPlan } from "./plan-drill.ts";
import { StateChanges } from "./state-changes.ts";

/** Something that happens in a drill, in the order of a good one. */
export type DrillEvent =
  | {
      /** The host will start the service by itself at that time, whatever happens. */
      readonly kind: "guarded";
      readonly until: Date;
    }
  | {
      /** The service stopped, Uptime Kuma showed it, it was started, and Uptime Kuma showed that. */
      readonly kind: "stopped" | "down" | "starting" | "started" | "up";
    };

/** How a drill is carried out. */
export interface DrillOptions {
  /** How long the service stays stopped at most, in ms. */
  readonly forMs: number;
  /** Is given each event as it happens. */
  readonly on?: ((event: DrillEvent) => void) | undefined;
  /** Ends the drill: the service is started at once. */
  readonly signal: AbortSignal;
}

/** A change that Uptime Kuma has noticed. */
export interface NoticedChange {
  /** Since the service began to stop, in ms. */
  readonly ms: number;
  /** The words of the heartbeat. */
  readonly message: string;
}

/** The outcome of a drill. All times are in ms since the service began to stop. */
export interface DrillOutcome {
  /** The drill as it was planned. */
  readonly plan: DrillPlan;
  /** How long the service should have stayed stopped at most, in ms. */
  readonly forMs: number;
  /** When it had stopped. */
  readonly stoppedMs: number;
  /** The DOWN; null when none came in time. */
  readonly down: NoticedChange | null;
  /** When it was started again. */
  readonly startedMs: number;
  /** The UP after the DOWN; null when none came. */
  readonly up: NoticedChange | null;
  /** Whether this server shows a change only once it has called every channel: before 2.0 it alerts afterwards. */
  readonly isAfterAlerts: boolean;
  /** How the host was left. */
  readonly end: DrillEnd;
}

/** A DOWN that comes only after the start, because a channel was slow, is waited for so long, in ms. */
const latePatience = 10_000;

/** How long the UP may take, in ms: a server since 2.0 shows it only once each channel has answered. */
const upPatience = 60_000;

/**
 * Stops a service, waits until Uptime Kuma shows its monitor as DOWN, and starts it again, whatever happens: from here, and
 * if that fails by a timer on the host, which is put there before.
 *
 * @throws InstallerError, or ProvisionError which says what is left when the host cannot be reached any more; KumaError;
 * AbortError
 */
export async function runDrill(
  client: KumaClient,
  { host, plan }: { readonly host: Host; readonly plan: DrillPlan },
  { forMs, on, signal }: DrillOptions,
): Promise<DrillOutcome> {
  signal.throwIfAborted();
  const changes = new StateChanges(client.monitors.watch(plan.monitor.id));
  const times = new Map<string, number>();
  const now = (): number => Math.max(0, Math.round(performance.now() - (times.get("stopping") ?? performance.now())));
  const noticed = (beat: Heartbeat | undefined): NoticedChange | null =>
    beat === undefined ? null : { ms: now(), message: beat.message };
  try {
    let down: NoticedChange | null = null;
    let stoppedMs = 0;
    let end: DrillEnd = { notRunning: [], isGuarded: false };
    try {
      const seconds = Math.ceil(forMs / 1000);
      await stopForDrill(host, plan.drilled, {
        seconds,
        on: (step) => {
          times.set(step, performance.now());
          if (step === "guarded") on?.({ kind: "guarded", until: new Date(Date.now() + forMs) });
        },
      });
      stoppedMs = now();
      on?.({ kind: "stopped" });
      down = noticed(await changes.next("down", forMs - stoppedMs, signal));
      if (down !== null) on?.({ kind: "down" });
    } finally {
      if (times.has("guarded")) {
        on?.({ kind: "starting" });
        end = await ended(host, plan, forMs);
      }
    }
    const startedMs = now();
    on?.({ kind: "started" });
    down ??= noticed(await changes.next("down", latePatience, signal));
    const up = down === null ? null : noticed(await changes.next("up", upPatience, signal));
    if (up !== null) on?.({ kind: "up" });
    const isAfterAlerts = answersAfterAlerts(client.server.version);
    return { plan, forMs, stoppedMs, down, startedMs, up, isAfterAlerts, end };
  } finally {
    await changes[Symbol.asyncDispose]();
  }
}

/** Starts the service. When the host does not answer any more, its own timer does. */
async function ended(host: Host, { drilled }: DrillPlan, forMs: number): Promise<DrillEnd> {
  try {
    return await endDrill(host, drilled);
  } catch (cause) {
    if (!isInstallerError(cause)) throw cause;
    throw new ProvisionError({
      code: cause.code,
      message: cause.message,
      hint: cause.hint ?? null,
      leftBehind: [
        `${drilled.unit} is stopped: ${host.label} itself starts it again within ${Math.ceil(forMs / 1000)} s, or so long after its next boot`,
      ],
      cause,
    });
  }
}
