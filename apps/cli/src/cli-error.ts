import type { FailureCode } from "@kumakit/provision";

import type { ExitCode } from "./exit-codes.ts";

/** The meaning of every code that only the app itself gives, in one line each. The packages list theirs. */
export const cliErrorCatalogue = {
  KUMA_AGENT_NOT_HEARD: "The agent runs, but the server does not take its heartbeats.",
  KUMA_AGENT_NOT_INSTALLED: "No agent is installed on this host.",
  KUMA_AGENT_NOT_WELL: "The agent does not run, or hangs.",
  KUMA_BUG: "Something happened that nobody expected: please report it.",
  KUMA_CACHE_UNUSABLE: "The file with the names for completion is damaged.",
  KUMA_CHANGES_NOT_ALLOWED: "kuma mcp only reads, because it was not started with --allow-changes.",
  KUMA_CONDITION_NOT_MET: "Something that was checked or waited for is not as it should be.",
  KUMA_FAILURE: "A failure that has no code.",
  KUMA_INTERRUPTED: "The person interrupted a question.",
  KUMA_PARTLY_DONE: "Some of several things could not be done; those that could are.",
  KUMA_PLAN_TOKEN_REFUSED: "A plan token of kuma mcp is unknown, used, too old, or for another call.",
  KUMA_PROFILE_EXISTS: "The profile exists already, for another server.",
  KUMA_PROFILE_NOT_FOUND: "There is no profile of that name.",
  KUMA_PROFILES_UNUSABLE: "The file with the profiles is damaged, or cannot be written.",
  KUMA_SESSIONS_UNUSABLE: "The file with the sessions is damaged, or cannot be written.",
  KUMA_SETUP_DONE: "The server has a user already, so it needs no first one.",
  KUMA_USAGE: "The command line is wrong: an unknown command or flag, a bad value, or an answer that is missing.",
} as const satisfies Readonly<Record<string, string>>;

/** A code that only the app itself gives. */
export type CliErrorCode = keyof typeof cliErrorCatalogue;

/** The parts of a {@link CliError}. */
export interface CliErrorOptions {
  /** Stable, and described in docs/errors.md. */
  readonly code: CliErrorCode | FailureCode;
  /** What went wrong, naming the object; never a secret. */
  readonly message: string;
  /** The next step for the person, or null when there is none to give. */
  readonly hint: string | null;
  /** How the process ends. */
  readonly exit: ExitCode;
  /** The error underneath, shown as its message. */
  readonly cause?: unknown;
}

/** An expected failure that the CLI itself found: shown as message and hint, without a stack. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** Stable, and described in docs/errors.md. */
  readonly code: CliErrorCode | FailureCode;
  /** The next step for the person, or null. */
  readonly hint: string | null;
  /** How the process ends. */
  readonly exit: ExitCode;

  constructor(options: CliErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.exit = options.exit;
  }
}

/** Says that the command line itself is wrong (exit 2, code `KUMA_USAGE`). */
export function usageError(message: string, hint: string | null): CliError {
  return new CliError({ code: "KUMA_USAGE", message, hint, exit: 2 });
}
