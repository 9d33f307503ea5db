import type { CheckResult } from "../check.ts";
import type { ProgramEnd } from "./run-program.ts";

/**
 * Separates a failure of setpriv(1) itself, which was to change the user, from one of the program behind it; undefined
 * when the program was run.
 *
 * @param end - how it ended
 * @param name - how messages call the program
 */
export function judgeSetpriv({ startError, exitCode, stderr }: ProgramEnd, name: string): CheckResult | undefined {
  if (startError !== undefined) {
    const reason = startError === "ENOENT" ? "this host has no setpriv, which is part of util-linux" : startError;
    return { status: "noData", message: `${name} cannot be run as another user: ${reason}` };
  }
  const said = /^setpriv: (?<said>.{1,300})$/m.exec(stderr)?.groups?.["said"];
  if (said === undefined || (exitCode !== 126 && exitCode !== 127 && exitCode !== 1)) return undefined;
  const [, reason] = /^failed to execute .*: (.*)$/.exec(said) ?? [];
  if (reason !== undefined) return { status: "down", message: `${name} cannot be started: ${reason}` };
  const hint = "the sandbox of the agent's service may forbid it";
  return { status: "noData", message: `${name} cannot be run as another user: ${said}; ${hint}` };
}
