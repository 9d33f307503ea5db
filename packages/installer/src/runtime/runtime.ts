import type { AgentConfig } from "@kumakit/agent/config";

import type { HostFacts } from "../facts/host-facts.ts";
import type { InstallPaths } from "../install-paths.ts";
import type { ServiceManager } from "../service-manager/service-manager.ts";
import type { FileStep } from "../steps/host-plan.ts";
import type { PackageName } from "../package/host-package.ts";
import type { RuntimeName } from "./runtime-name.ts";

/** The question to a runtime. */
export interface RuntimeInput {
  readonly facts: HostFacts;
  readonly paths: InstallPaths;
  /** The agent as it comes with this package, on the machine that plans. */
  readonly program: string;
  /** The agent as one file with Node.js inside, or a folder of a release; undefined where nobody has it at hand. */
  readonly standalone?: string | undefined;
  /** Everything that the agent is to do, with what lies beside its config. */
  readonly config: AgentConfig;
}

/** A way to run the agent on a host. It gives steps and words, and does nothing itself. */
export interface Runtime {
  /** How people choose it. */
  readonly name: RuntimeName;
  /** The package of the host that has brought program and service; undefined when an install brings them. */
  readonly package?: PackageName;
  /** Keeps it at work on such a host. */
  manager(facts: HostFacts): ServiceManager;
  /** Reasons why it cannot do this there, in words that may follow a colon; none when it can. */
  problems(input: Pick<RuntimeInput, "facts" | "config" | "standalone">): readonly string[];
  /** The files that must be there before the service starts; they belong to the host. */
  files(input: RuntimeInput): readonly FileStep[];
  /** The secret texts that its files name, each by its `ref`. */
  secrets(input: RuntimeInput): readonly (readonly [ref: string, text: string])[];
  /** The words that run the program for somebody: its own options come after them. None when there is no such program. */
  words(input: RuntimeInput): readonly string[];
  /** The command that runs the program as a service: its own options come after these words. */
  command(input: RuntimeInput): readonly [string, ...string[]];
}
