import { isDeepStrictEqual } from "node:util";
import type { Check, CheckContext } from "../checks/check.ts";
import type { CheckSettings } from "../checks/registry.ts";
import type { HeartbeatSettings } from "../config/agent-config.ts";
import type { Logger } from "../logger.ts";
import type { Mute } from "../mute/mute.ts";
import type { OutageMemory } from "./outage-memory.ts";
import type { Known } from "./known-state.ts";
import { isSameMonitor, isSameTarget, type Outlet, type OutletTarget } from "../push/outlet.ts";
import type { UnitScope } from "../systemd/unit-state.ts";
import type { SharedTicks } from "./shared-ticks.ts";

/** The type of the agent's own monitor; no check of the config has it. */
export const heartbeatType = "heartbeat";

/** How the status and mutes call it. */
export const heartbeatName = "kuma-agent";

/** The surroundings that all checks of an agent share. */
export interface CheckSurroundings {
  readonly units: CheckContext["units"];
  /** Makes a text fit to leave the host. */
  readonly format: (text: string) => string;
  /** How messages call the host. */
  readonly hostName: () => string;
  /** The mute of a check that is in force now. */
  readonly muteOf: (check: string) => Mute | undefined;
  readonly configFolder: string;
  readonly logger: Logger;
  /** The outages under way, also those of before the agent's start. */
  readonly outages: OutageMemory;
  /** The rhythm of all checks of the agent. */
  readonly ticks: SharedTicks;
  /** Called whenever the status of a check may have changed, with whether in more than its times. */
  readonly onChange: (isNews: boolean) => void;
}

/** The thing that is watched, and its monitors. */
export interface MonitoredCheckOptions {
  /** How messages and the status call it. */
  readonly name: string;
  /** A check type, or {@link heartbeatType}. */
  readonly type: string;
  /** The settings that it was made by; its interval is that of the monitor, in s. */
  readonly settings: CheckSettings | HeartbeatSettings;
  readonly start: (context: CheckContext) => Check;
  /** The monitors of the check, one on each server at most. */
  readonly targets: readonly OutletTarget[];
  /** While the host boots: until when a unit is waited for, monotonic ms. */
  readonly bootGraceUntil: number;
  /** Whether the host is going down in an orderly way. */
  readonly isGoingDown: () => boolean;
  /** Whether it does so, and what goes down with it is not to be reported. */
  readonly isGoingDownQuietly: () => boolean;
}

/** The inheritance of a check for the one that takes its place for the same monitor. */
export interface Inheritance {
  readonly outlets: readonly Outlet[];
  readonly known: Known | undefined;
}

/** Whether two checks push to the same monitor. */
export function hasSameMonitor(one: MonitoredCheckOptions, other: MonitoredCheckOptions): boolean {
  return one.targets.some((target) => other.targets.some((another) => isSameMonitor(target, another)));
}

function hasSameTargets(one: MonitoredCheckOptions, other: MonitoredCheckOptions): boolean {
  return (
    one.targets.length === other.targets.length &&
    one.targets.every((target, index) => {
      const another = other.targets[index];
      return another !== undefined && isSameTarget(target, another);
    })
  );
}

/** Whether two checks are one, with nothing about them changed. */
export function isSame(one: MonitoredCheckOptions, other: MonitoredCheckOptions): boolean {
  return hasSameTargets(one, other) && isDeepStrictEqual(one.settings, other.settings);
}

/**
 * The managers with which what a check looks at goes down: the end of a session says nothing of the host's own units.
 *
 * @param manager - whose the agent is
 */
export function managersOf(
  settings: MonitoredCheckOptions["settings"],
  manager: UnitScope | undefined,
): readonly UnitScope[] {
  const isOfUser = manager === "user" || ("scope" in settings && settings.scope === "user");
  return isOfUser ? ["system", "user"] : ["system"];
}
