import type { Heartbeat } from "@kumakit/client";
import type { CheckDefinition, PlannedRuntime, WatchableUnit } from "@kumakit/installer";

import type { NamedNotification } from "../monitors/monitor-wish.ts";
import type { MadeMonitor } from "../monitors/ensure-monitor.ts";

/** One check that is done now. */
export interface WatchedCheck {
  /** The name of the check in the agent's config. */
  readonly name: string;
  /** The type of the check. */
  readonly type: CheckDefinition["type"];
  /** The unit, when it was one of the units of the wish. */
  readonly unit?: WatchableUnit;
  /** Seconds. */
  readonly interval: number;
  /** Undefined when only a token was given. */
  readonly ensured?: MadeMonitor;
  /** The first heartbeat that this install made; undefined when nothing had to be done, or when only a token was given. */
  readonly firstBeat?: Heartbeat;
  /** The newest heartbeat where nothing had to be done; undefined when there was none, or when only a token was given. */
  readonly lastBeat?: Heartbeat;
  /** The line of a crontab that this install has commented out, because the check does the same. */
  readonly replaced?: ReplacedLine;
}

/** A line of a crontab. */
export interface ReplacedLine {
  /** The crontab. */
  readonly file: string;
  /** Its number, from 1 on. */
  readonly line: number;
}

/** The monitor of the agent itself. */
export interface AgentMonitor {
  /** The monitor. */
  readonly ensured: MadeMonitor;
  /** The first heartbeat that this install made; undefined when none was waited for. */
  readonly firstBeat?: Heartbeat;
}

/** The result of an install. */
export interface InstallOutcome {
  /** False when everything was there already. */
  readonly changed: boolean;
  /** The server's URL. */
  readonly server: string;
  /** The agent's form, and the reason for it. */
  readonly runtime: PlannedRuntime;
  /** Notifications of these monitors that no test message is known to have gone through; empty with a token. */
  readonly untestedNotifications: readonly NamedNotification[];
  /** The monitor of the agent itself; undefined with a token, or when a person looks after it. */
  readonly agentMonitor?: AgentMonitor;
  /** In the order of the wish. */
  readonly checks: readonly WatchedCheck[];
}
