/** One way in which `kuma` can end. */
export interface ExitCodeEntry {
  /** The number that the shell sees. */
  readonly code: number;
  /** What it means, in one line of `kuma help exit-codes`. */
  readonly meaning: string;
}

/** Every exit code of `kuma`, by the name that the source uses. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  auth: 4,
  unreachable: 5,
  refused: 6,
  partly: 7,
  conditionNotMet: 8,
  changes: 9,
  interrupted: 130,
  terminated: 143,
} as const;

/** An exit code of `kuma`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table that `kuma help exit-codes` prints. */
export const EXIT_CODE_TABLE: readonly ExitCodeEntry[] = [
  { code: EXIT.ok, meaning: "success" },
  { code: EXIT.failure, meaning: "a failure that is not listed below, or a bug" },
  { code: EXIT.usage, meaning: "wrong usage: unknown command or flag, bad value, or a question that needs a terminal" },
  { code: EXIT.notFound, meaning: "the named object does not exist" },
  { code: EXIT.auth, meaning: "not logged in, or the login was refused" },
  { code: EXIT.unreachable, meaning: "the server cannot be reached, or did not answer in time" },
  { code: EXIT.refused, meaning: "the change was refused: invalid, in conflict, or not supported by this server" },
  { code: EXIT.partly, meaning: "partly done: some of several succeeded" },
  { code: EXIT.conditionNotMet, meaning: "a condition is not met: something that was checked is down or pending" },
  { code: EXIT.changes, meaning: "there are differences" },
  { code: EXIT.interrupted, meaning: "interrupted with Ctrl-C" },
  { code: EXIT.terminated, meaning: "terminated" },
];

/** Error class (by its name) → exit code: the only place where the two meet. */
const EXIT_CODE_OF_CLASS: Readonly<Record<string, ExitCode>> = {
  KumaConnectionError: EXIT.unreachable,
  KumaTimeoutError: EXIT.unreachable,
  KumaAuthError: EXIT.auth,
  KumaSetupRequiredError: EXIT.auth,
  KumaNotFoundError: EXIT.notFound,
  KumaRejectedError: EXIT.refused,
  KumaValidationError: EXIT.refused,
  KumaUnsupportedError: EXIT.refused,
  KumaProtocolError: EXIT.failure,
  KumaPartialError: EXIT.partly,
  KumaAbortedError: EXIT.interrupted,
  AgentConfigError: EXIT.usage,
};

/**
 * The exit code that an error's class stands for. Classes are compared by name, so that the client library need not be
 * loaded to print a usage error.
 *
 * @returns undefined for a class that nobody decided about: it is reported as a bug
 */
export function exitCodeOfClass(name: string): ExitCode | undefined {
  return Object.hasOwn(EXIT_CODE_OF_CLASS, name) ? EXIT_CODE_OF_CLASS[name] : undefined;
}
