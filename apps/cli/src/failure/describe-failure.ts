import { CliError } from "../cli-error.ts";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { cliHint, headerHint, provisionHint } from "./hints.ts";
import { describeUsageError, withoutParserNoise } from "./describe-usage-error.ts";
import type { Failure } from "./failure.ts";

/**
 * Turns whatever was thrown into what is shown. The exit code follows from the error's code or class alone.
 *
 * @param command - the command that ran, such as `monitor create`; empty when it is not known
 */
export function describeFailure(error: unknown, command = ""): Failure {
  if (error instanceof CliError) return describeCliError(error);
  const usage = describeUsageError(error, command);
  if (usage !== undefined) return usage;
  if (!(error instanceof Error)) return bug(String(error), null);
  const exit = exitCodeOf(error);
  if (exit === undefined) return bug(error.message, causeOf(error));
  const code = stringProperty(error, "code") ?? "KUMA_FAILURE";
  const fields = { subject: stringProperty(error, "subject"), suggestion: stringProperty(error, "suggestion") };
  const hint =
    cliHint(code) ??
    headerHint(error) ??
    (error.name === "ProvisionError" ? provisionHint(code, fields) : undefined) ??
    stringProperty(error, "hint") ??
    null;
  const { undone, leftBehind } = undoOf(error);
  return { code, message: error.message, cause: causeOf(error), hint, exit, isBug: false, undone, leftBehind };
}

/** The fields of an error about the way back; empty for most. */
function undoOf(error: Error): Required<Pick<Failure, "undone" | "leftBehind">> {
  const { undone, leftBehind } = error as { readonly undone?: unknown; readonly leftBehind?: unknown };
  return { undone: undone === true, leftBehind: Array.isArray(leftBehind) ? leftBehind.map(String) : [] };
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
  if (!(cause instanceof Error)) return null;
  // A failure that is passed on has its own cause below.
  if (cause.message === error.message) return causeOf(cause);
  return cause.message === "" || error.message.includes(cause.message) ? null : cause.message;
}

function stringProperty(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}
