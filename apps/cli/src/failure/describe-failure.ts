import { CliError } from "../cli-error.ts";
import { EXIT, exitCodeOfClass } from "../exit-codes.ts";
import { cliHint } from "./cli-hints.ts";
import { describeUsageError } from "./describe-usage-error.ts";
import type { Failure } from "./failure.ts";
import { withoutParserNoise } from "./without-parser-noise.ts";

/**
 * Turns whatever was thrown into what is shown. The exit code follows from the error's class alone.
 *
 * @param command - the command that ran, such as `monitor create`; empty when it is not known
 */
export function describeFailure(error: unknown, command = ""): Failure {
  if (error instanceof CliError) return describeCliError(error);
  const usage = describeUsageError(error, command);
  if (usage !== undefined) return usage;
  if (!(error instanceof Error)) return bug(String(error), null);
  const exit = exitCodeOfClass(error.name);
  if (exit === undefined) return bug(error.message, causeOf(error));
  const code = stringProperty(error, "code") ?? "KUMA_FAILURE";
  const hint = cliHint(code) ?? stringProperty(error, "hint") ?? null;
  return { code, message: error.message, cause: causeOf(error), hint, exit, isBug: false };
}

function describeCliError(error: CliError): Failure {
  const { code, hint, exit } = error;
  return { code, message: withoutParserNoise(error.message), cause: causeOf(error), hint, exit, isBug: false };
}

function bug(message: string, cause: string | null): Failure {
  return { code: "KUMA_BUG", message, cause, hint: null, exit: EXIT.failure, isBug: true };
}

function causeOf(error: Error): string | null {
  const { cause } = error;
  if (!(cause instanceof Error) || cause.message === "" || error.message.includes(cause.message)) return null;
  return cause.message;
}

function stringProperty(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}
