import type { AgentConfig } from "@kumakit/agent/config";

import type { HostFacts } from "../facts/host-facts.ts";
import type { InstallPaths } from "../install-paths.ts";
import type { FileStep, HostStep } from "../steps/host-plan.ts";

/** The input of a service's definition. */
export interface ServiceInput {
  readonly facts: HostFacts;
  readonly paths: InstallPaths;
  /** Everything that the agent is to do, with what lies beside its config: decides what the service may do. */
  readonly config: AgentConfig;
  /** The command that runs the agent's program. */
  readonly command: readonly [string, ...string[]];
  /** Whether the alerts of the host are drilled. */
  readonly hasDrills: boolean;
}

/** How much of a service has to start again. */
export interface StartInput {
  readonly facts: HostFacts;
  readonly paths: InstallPaths;
  /** Parts of files that change. */
  readonly changedParts: ReadonlySet<FileStep["part"]>;
  /** Have the agent look and push at once although nothing of it has changed. */
  readonly lookAtOnce: boolean;
}

/** Parts that the running agent has nothing to do with. */
export const unheededParts: ReadonlySet<FileStep["part"]> = new Set(["manifest", "command", "drill"]);

/** Keeps the agent running on a host. It gives steps, and does nothing itself. */
export interface ServiceManager {
  /** How messages call it. */
  readonly name: "systemd" | "events of systemd" | "cron";
  /** What must be true of accounts before the service runs. */
  accounts(facts: HostFacts): readonly HostStep[];
  /** The service's own files, and the permissions that it needs besides. */
  definition(input: ServiceInput): readonly HostStep[];
  /** Has the service run what the files say; none when it does already. */
  start(input: StartInput): readonly HostStep[];
  /** Ends the service. */
  stop(facts: HostFacts): readonly HostStep[];
  /** What is left to do once the service's files are gone. */
  forget(paths: InstallPaths): readonly HostStep[];
  /** Things that the agent's config asks for and that this host cannot give; sentences. */
  warnings(input: Pick<ServiceInput, "facts" | "config">): readonly string[];
}
