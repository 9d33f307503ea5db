import { release } from "node:os";

import type { ExitCode } from "../exit-codes.ts";
import { interruptedExitCode } from "../interruption.ts";
import { formatJson, write } from "../output/write.ts";
import { styled } from "../output/theme.ts";
import { describeFailure } from "./describe-failure.ts";
import { describeUndo, type Failure } from "./failure.ts";

const ISSUES = "https://github.com/kumakit/kumakit/issues";

/** How a failure is shown. */
export interface ReportOptions {
  /** One JSON object instead of lines. */
  readonly json: boolean;
  /** With the stack. */
  readonly debug: boolean;
  /** The command that ran, such as `monitor create`; empty when it is not known. */
  readonly command: string;
  /** The version of `kuma`, for bug reports. */
  readonly version: string;
}

/**
 * Shows a failure on stderr. After Ctrl-C nothing is shown: what fails then fails because of it.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown, options: ReportOptions): number {
  const interrupted = interruptedExitCode();
  if (interrupted !== undefined) return interrupted;
  const failure = describeFailure(error, options.command);
  const text = options.json ? formatJson(failureData(failure)) : asText(failure, options);
  const stack = options.debug && error instanceof Error ? framesOf(error) : "";
  write(`${text}${options.json ? "" : stack}\n`, process.stderr);
  return failure.exit satisfies ExitCode;
}

/** Where the error was thrown. Its message is left out: oclif puts words of the command line into it, secrets included. */
function framesOf({ stack = "" }: Error): string {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.map((frame) => `\n${frame}`).join("");
}

/** A failure as `--json` prints it. */
export function failureData(failure: Failure) {
  const { code, message, hint, exit, cause, leftBehind = [] } = failure;
  const left = leftBehind.length === 0 ? {} : { leftBehind };
  return { error: { code, message, ...(cause === null ? {} : { cause }), ...left, hint, exit } };
}

function asText(failure: Failure, options: ReportOptions): string {
  const lines = [styled("error", "Error: ", process.stderr) + failure.message];
  lines.push(...describeUndo(failure));
  if (failure.cause !== null) lines.push(`Cause: ${failure.cause}`);
  if (failure.hint !== null) lines.push(`${isCommand(failure.hint) ? "Try" : "Hint"}: ${failure.hint}`);
  if (failure.isBug) {
    lines.push(`This is a bug in kuma ${options.version} (Node ${process.version}, ${process.platform} ${release()}).`);
    lines.push(`Please report it: ${ISSUES}`);
    if (!options.debug) lines.push("Run it again with --debug to see the stack.");
  }
  return lines.join("\n");
}

function isCommand(hint: string): boolean {
  return hint.startsWith("kuma ") || hint.startsWith("-");
}
