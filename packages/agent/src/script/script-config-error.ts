import type { AgentErrorCode } from "../error-catalogue.ts";

/** A config that the agent understands, but that a shell script cannot carry out. */
export class ScriptConfigError extends Error {
  /** The class's name. */
  override readonly name = "ScriptConfigError";
  /** Stable; for programs. */
  readonly code = "AGENT_SHELL_UNSUPPORTED" satisfies AgentErrorCode;
  /** What is in the way, one line each: the setting, as `checks[0].type`, and why. */
  readonly problems: readonly string[];

  /** @param problems - at least one */
  constructor(problems: readonly string[]) {
    super(`the shell script cannot do what the config asks for:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.problems = problems;
  }
}
