import type { Heartbeat, KumaClient } from "@kumakit/client";
import type { CheckConfig } from "@kumakit/agent/config";
import type { Host, HostLock, InstallScope } from "@kumakit/installer";

import type { MadeMonitor } from "../monitors/ensure-monitor.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import type { Voice } from "../agent/provision-event.ts";
import type { Connect } from "../agent/reports-to.ts";
import type { UndoStack } from "../undo/undo-stack.ts";

/** The fate of the monitors that an agent leaves behind. */
export type LeftFate = "pause" | "delete" | "keep";

/** Agents that are to report to another server. */
export interface MoveWish {
  /** The server that they move to. */
  readonly to: KumaClient | Connect;
  /**
   * Gives the connected client of the server that an agent leaves, by the address that the agent knows it under; undefined
   * when there is no other server than the one that it moves to.
   */
  readonly from: (url: string) => Promise<KumaClient | undefined>;
  /**
   * The fate of the monitors on the server that they leave. With `keep` that server need not be reached.
   * @defaultValue `"pause"`
   */
  readonly left?: LeftFate | undefined;
  /**
   * Names (or `id:3`) of notifications for all new monitors, or nobody.
   * @defaultValue those of the same names as before
   */
  readonly notify?: readonly string[] | "none" | undefined;
  /**
   * Whether a monitor of the same name is taken over although no install has made it.
   * @defaultValue false
   */
  readonly adopt?: boolean | undefined;
  /**
   * Headers that something in front of the server asks for; the values are secret.
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The machines that they run on.
   * @defaultValue this one
   */
  readonly hosts?: readonly Host[];
  /**
   * Whose agent it is.
   * @defaultValue that of the host, else that of the account
   */
  readonly scope?: InstallScope | undefined;
  /**
   * The agent, one file on this machine.
   * @defaultValue that of the package `@kumakit/agent`
   */
  readonly program?: string;
  /**
   * The version of `program`: an agent that is newer is not replaced by it.
   * @defaultValue unknown: any agent is replaced
   */
  readonly version?: string | undefined;
}

/** A check that reports to the other server now, or the agent itself. */
export interface MovedReport {
  /** How people call it. */
  readonly called: string;
  /** The check's type; undefined for the agent itself. */
  readonly type: CheckConfig["type"] | undefined;
  /** Its monitor there. */
  readonly ensured: MadeMonitor;
  /** The first heartbeat there; undefined for a monitor that is paused. */
  readonly firstBeat: Heartbeat | undefined;
}

/** The monitors on the server that an agent has left. */
export interface LeftMonitors {
  /** The server's address, as the agent or a person named it. */
  readonly server: string;
  /**
   * Their fate. `unreached`: that server could not be asked, and nothing is known of them; `same`: both addresses lead to
   * one server.
   */
  readonly fate: "paused" | "deleted" | "kept" | "unreached" | "same";
  /** Those that it holds for; of `kept` ones those that alert from now on. */
  readonly monitors: readonly MonitorRef[];
}

/** The result of a move. */
export interface MoveOutcome {
  /** False when everything was so already. */
  readonly changed: boolean;
  /** The server that it reports to now. */
  readonly server: string;
  /** The checks, and the agent itself at the end; empty when it had moved already. */
  readonly moved: readonly MovedReport[];
  /** On the server that it has left; undefined when none was named. */
  readonly left: LeftMonitors | undefined;
}

/** The surroundings of a move on one host. */
export interface MoveContext {
  readonly wish: MoveWish;
  readonly lock: HostLock;
  readonly voice: Voice;
  /** Takes the way back of each thing that is done. */
  readonly undo: UndoStack;
}
