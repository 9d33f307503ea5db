import type { KumaClient } from "@kumakit/client";
import type { CheckDefinition, Host, InstallScope, InstallWish, RuntimeWish } from "@kumakit/installer";

import type { MonitorWish } from "../monitors/monitor-wish.ts";
import { agentProgram } from "./agent-program.ts";
import type { CheckChange } from "./change-checks.ts";
import { defaultMonitorName } from "./monitor-name.ts";

/** A push token that somebody has, and the server it belongs to. */
export interface GivenToken {
  /** The server's URL, without a slash at the end. */
  readonly server: string;
  /** Secret. */
  readonly token: string;
  /** The interval of its monitor, in s, as far as it is known. */
  readonly interval?: number | undefined;
}

/**
 * Where an agent reports: to the server of a connected client, or to the one monitor that a token belongs to. A function
 * connects once, and only when all that can be known without the server is in order.
 */
export type ReportsTo = KumaClient | (() => Promise<KumaClient>) | GivenToken;

/** An agent as somebody wants it. */
export interface AgentWish extends Partial<Pick<MonitorWish, "notify" | "group" | "tags" | "interval">> {
  /**
   * The units to watch, as people name them: `nginx` is `nginx.service`.
   * @defaultValue none
   */
  readonly units?: readonly string[];
  /**
   * The checks to do beside those of units. One that is there already gets these settings; those that are not named here
   * stay as they are.
   * @defaultValue none
   */
  readonly checks?: readonly CheckDefinition[];
  /**
   * New settings for checks that are there already.
   * @defaultValue none
   */
  readonly changes?: readonly CheckChange[];
  /**
   * Headers that something in front of the server asks for; the values are secret. The agent gets them too.
   * @defaultValue none; those that an agent has stay
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The machines that get the agent.
   * @defaultValue this one
   */
  readonly hosts?: readonly Host[];
  /**
   * Whether the agent is that of the whole host, or of the account that works there.
   * @defaultValue `"system"`
   */
  readonly scope?: InstallScope;
  /**
   * The names of new monitors, with `{host}` and `{unit}` in it: the latter is the name of a check that is not one of `units`.
   * @defaultValue `"{host}/{unit}"`
   */
  readonly nameTemplate?: string;
  /**
   * Whether monitors that an install has made before get that name as well.
   * @defaultValue false
   */
  readonly rename?: boolean;
  /**
   * Whether the monitors of `changes`, or of all checks and of the agent itself, get new push tokens.
   * @defaultValue none
   */
  readonly newTokens?: "changed" | "all" | "none";
  /**
   * The fate of the machine that the agent was installed on. `same`: it is this one, under a new name or machine id, or
   * rebuilt; its monitors are kept for it. `copy`: this is a copy of it; each check gets its own monitor. Either is
   * about all checks of an agent that is there.
   * @defaultValue nobody says so: an agent that comes from another machine is refused
   */
  readonly machine?: "same" | "copy" | undefined;
  /**
   * Whether a monitor of that name is taken over although no install has made it.
   * @defaultValue false
   */
  readonly adopt?: boolean;
  /**
   * Whether checks of units take the place of jobs of cron that report the same by themselves: with the monitor that such a
   * job feeds, and its push token. The job is commented out once the check has reported, and runs again after an uninstall.
   * @defaultValue false: they are left alone
   */
  readonly replaceScripts?: boolean;
  /**
   * Whether the agent itself gets a monitor, which notices that the host is away. One that is there already stays in any
   * case. Without one the other new monitors get an interval of 60 s by default, instead of 600.
   * @defaultValue true
   */
  readonly agentMonitor?: boolean;
  /**
   * Whether a test message is sent through each notification before anything is done.
   * @defaultValue false
   */
  readonly testNotifications?: boolean;
  /**
   * The agent's form: a process on the host's Node.js or on one that it brings, or a shell script that systemd's events wake.
   * @defaultValue `"auto"`: as it is there already, else Node.js where the host has it, else `standalone` where that was
   * given, else the script
   */
  readonly runtime?: RuntimeWish;
  /**
   * The agent as one file with Node.js inside, on this machine, or a folder with those of a release.
   * @defaultValue nobody has it at hand; an agent of that form keeps the file that it has
   */
  readonly standalone?: string | undefined;
  /**
   * The agent: one file on this machine.
   * @defaultValue that of the package `@kumakit/agent`
   */
  readonly program?: string;
  /**
   * The version of `program`: an agent that is newer is not replaced by it.
   * @defaultValue unknown: any agent is replaced
   */
  readonly version?: string | undefined;
}

/** A wish for one host, with nothing left open. */
export type AgentRequest = Required<
  Omit<AgentWish, "interval" | "group" | "hosts" | "machine" | "standalone" | "version">
> &
  Pick<AgentWish, "interval" | "group" | "machine" | "standalone" | "version"> & { readonly host: Host };

const defaults = {
  units: [],
  checks: [],
  changes: [],
  scope: "system",
  notify: "default",
  tags: [],
  headers: {},
  nameTemplate: defaultMonitorName,
  rename: false,
  newTokens: "none",
  adopt: false,
  replaceScripts: false,
  agentMonitor: true,
  testNotifications: false,
  runtime: "auto",
} as const satisfies AgentWish;

/** Fills in for one host what a wish leaves open. */
export function requestOf({ hosts: _hosts, program = agentProgram(), ...wish }: AgentWish, host: Host): AgentRequest {
  return { ...defaults, ...wish, host, program };
}

/** Whether the agent is to push from this machine alone: a change leaves that as it is. */
export function isInstall({ changes }: AgentRequest): boolean {
  return changes.length === 0;
}

/** The form of the agent that was asked for, and what it is made from. */
export function formOf({
  program,
  runtime,
  standalone,
}: AgentRequest): Pick<InstallWish, "program" | "runtime" | "standalone"> {
  return { program, runtime, standalone };
}
