import type { HostFacts } from "../facts/host-facts.ts";
import type { InstallPaths } from "../install-paths.ts";
import type { FileStep } from "../steps/host-plan.ts";

/** The question to a runtime. */
export interface RuntimeInput {
  readonly facts: HostFacts;
  readonly paths: InstallPaths;
  /** The agent as it comes with this package, on the machine that plans. */
  readonly program: string;
}

/** A way to run the agent's program on a host. It gives steps and words, and does nothing itself. */
export interface Runtime {
  /** How people choose it. */
  readonly name: "node";
  /** The files that must be there before the service starts; they belong to the host. */
  files(input: RuntimeInput): readonly FileStep[];
  /** The words that run the program for somebody: its own options come after them. */
  words(input: RuntimeInput): readonly [string, ...string[]];
  /** The command that runs the program as a service: its own options come after these words. */
  command(input: RuntimeInput): readonly [string, ...string[]];
}
