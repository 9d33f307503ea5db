import type { Host, HostFacts } from "@kumakit/installer";

import type { AgentWish } from "../agent/agent-wish.ts";
import type { AwaitedMonitor } from "../agent/first-beat.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";

/** All that the agent of one host is to do, for a plan that others carry out. */
export interface CarriedWish {
  /** How messages call the host. */
  readonly host: string;
  /** What was found out there. */
  readonly facts: HostFacts;
  /**
   * The agent with all of its checks: those that earlier installs brought and that are not named go. Null for no agent.
   */
  readonly agent: Omit<
    AgentWish,
    "hosts" | "scope" | "changes" | "newTokens" | "rename" | "machine" | "testNotifications"
  > | null;
  /**
   * The push tokens of its monitors, where nobody logs in: by unit or name of a check, and by `agent` for the agent itself.
   * Secret.
   * @defaultValue the server is asked
   */
  readonly tokens?: Readonly<Record<string, string>> | undefined;
  /**
   * The version of the agent that runs there.
   * @defaultValue unknown: whatever is there is replaced
   */
  readonly agentVersion?: string | undefined;
  /** Whether the monitors of checks that go stay. */
  readonly keepsMonitors: boolean;
}

/** A change of a file of the host, for people. */
export interface FileChange {
  /** The file. */
  readonly path: string;
  /** The hunks of a unified diff, with secrets masked. */
  readonly diff: string;
}

/** The work for one host. */
export interface CarriedPlan {
  /** Whether anything is to be done, on the server or there. */
  readonly changed: boolean;
  /** The work on the server; each completes "Would …". */
  readonly onServer: readonly string[];
  /** The work on the host, a line for each step. */
  readonly onHost: readonly string[];
  /** The texts that change there. */
  readonly files: readonly FileChange[];
  /** Sentences that a person should know. */
  readonly warnings: readonly string[];
  /** The intervals of the monitors that are made for it, in s. */
  readonly newIntervals: readonly number[];
  /**
   * A shell script that carries it out there, with all that it needs: secret. Undefined where nothing is to be done on the
   * host, and for a dry run.
   */
  readonly script: string | undefined;
  /** The file that must lie on the host before the script is run; undefined where all is in the script. */
  readonly program: CarriedProgram | undefined;
  /** For {@link confirmCarried}. */
  readonly receipt: CarriedReceipt;
}

/** The agent with Node.js inside: too big for a script. */
export interface CarriedProgram {
  /** The file on this machine. */
  readonly file: string;
  /** Its content, in hex. */
  readonly sha256: string;
  /** Where the script looks for it on the host: root's, and nobody else may write there. */
  readonly path: string;
}

/** The things to see to once a plan was carried out. Holds no secret. */
export interface CarriedReceipt {
  /** The monitors whose first heartbeat is to come. */
  readonly awaited: readonly AwaitedMonitor[];
  /** The monitors that were made for the plan. */
  readonly made: readonly MonitorRef[];
}

/** A host that is only known from its facts. */
export function hostOfFacts(label: string): Host {
  return {
    label,
    isRemote: true,
    runScript() {
      throw new TypeError(`${label} is only known from its facts`);
    },
  };
}
