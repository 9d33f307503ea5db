import { usageError } from "../cli-error.ts";
import { readVariable } from "../environment.ts";

/** A question that is about to be put. */
export interface Question {
  /** What is asked for, as in "The password is needed". */
  readonly what: string;
  /** The flag or variable that answers it without a terminal. */
  readonly instead: string;
  /** `--no-input` was given. */
  readonly noInput: boolean;
}

/**
 * Makes sure that there is somebody to ask. The prompt library must never be reached without: it ends the process in its
 * own way.
 *
 * @throws CliError (exit 2) naming the flag to use instead
 */
export function requireTerminal(question: Question): void {
  if (isAnybodyThere(question)) return;
  const reason = isForbidden(question) ? "--no-input forbids to ask for it" : "there is no terminal to ask for it";
  throw usageError(`${question.what} is needed, and ${reason}`, question.instead);
}

/** Whether there is somebody to ask. */
export function isAnybodyThere(question: Question): boolean {
  return !isForbidden(question) && process.stdin.isTTY && process.stderr.isTTY;
}

function isForbidden({ noInput }: Question): boolean {
  return noInput || readVariable("KUMA_NO_INPUT") === true;
}
