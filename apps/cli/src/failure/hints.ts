/** Next steps in terms of this program, for errors whose library can only name its options. */
const CLIENT_HINTS: Readonly<Record<string, string>> = {
  KUMA_AUTH_REQUIRED: "kuma login URL",
  KUMA_AUTH_SESSION_INVALID: "kuma login URL (the stored session has ended)",
  KUMA_AUTH_API_KEY: "log in with user name and password: an API key of Uptime Kuma opens its metrics only",
};

/** The hint for an error code, where the CLI knows a better one than the library. */
export function cliHint(code: string): string | undefined {
  return CLIENT_HINTS[code];
}

/** The hint for a server that something in front keeps this program out of. */
export function headerHint(error: Error): string | undefined {
  const { isKeptOut, hint } = error as { readonly isKeptOut?: unknown; readonly hint?: unknown };
  if (isKeptOut !== true || typeof hint !== "string") return undefined;
  return `${hint.replace(/\.$/, "")}: kuma login URL --header-file FILE`;
}

/** The fields of a failure of the main job that a hint is made from. */
export interface HintFields {
  /** The kind of thing that it is about: `monitor` or `notification`. */
  readonly subject: string | undefined;
  /** A value that would do. */
  readonly suggestion: string | undefined;
}

type MakeHint = (fields: HintFields) => string | undefined;

/** Next steps in terms of this program: the library names the thing, and the flag or command for it stands here. */
const PROVISION_HINTS: Readonly<Record<string, MakeHint>> = {
  KUMA_AGENT_NEWER: ({ suggestion }) =>
    `take kuma ${suggestion ?? ""} or newer; kuma agent update --downgrade brings the agent back to this one`,
  KUMA_AMBIGUOUS_NAME: ({ suggestion }) => `say which one: ${suggestion ?? "id:1"}`,
  KUMA_CHECK_NOT_FOUND: () => "kuma agent status",
  KUMA_DRILL_UNKNOWN: () => "kuma drill list says when the last one was",
  KUMA_INTERVAL_TOO_SHORT: ({ suggestion }) => `--interval ${suggestion ?? "60"}`,
  KUMA_MONITOR_AMBIGUOUS: () => "rename or delete all but one of them: kuma monitor delete id:ID",
  KUMA_MONITOR_EXISTS: ({ suggestion }) =>
    suggestion === undefined
      ? "--if-exists keep, or --if-exists update"
      : `--adopt to use it, or --name "${suggestion}" for another one`,
  KUMA_MONITOR_OF_OTHER_HOST: ({ suggestion }) =>
    `kuma agent install --take-over, when this is that host; else give this one another name, or the monitor: --name "${suggestion ?? "{host} {unit} 2"}"`,
  KUMA_MONITOR_TAKEN: ({ suggestion }) => (suggestion === undefined ? "choose another name" : `--name "${suggestion}"`),
  KUMA_MOVE_NAME_TAKEN: () => "--adopt to use it, or rename the monitor there",
  KUMA_MONITORS_LEFT: () => "kuma monitor delete id:ID",
  KUMA_NAME_TEMPLATE: ({ suggestion }) => `--name "${suggestion ?? "{host}/{unit}"}"`,
  KUMA_NOBODY_ALERTED: ({ suggestion }) =>
    suggestion === undefined
      ? "kuma notification create NAME --type TYPE --config-file FILE --default, or --no-notify when nobody is to be alerted"
      : `--notify ${JSON.stringify(suggestion)}, or --no-notify when nobody is to be alerted`,
  KUMA_NOT_FOUND: ({ subject }) => (subject === undefined ? undefined : `kuma ${subject} list`),
  KUMA_OTHERS_CHECKS: () =>
    "take them out of the agent's config, and add them with kuma agent add after the move; or restore a backup of the former server there first",
  KUMA_OTHER_MACHINE: () =>
    "kuma agent install --as-copy gives this machine its own monitors; --take-over keeps the monitors, when it is the same machine with a new machine id",
  KUMA_NOTIFICATION_TYPE: () => "--force, when the server is newer than kuma and has it",
  KUMA_NOTIFICATION_EXISTS: () => "--if-exists keep, or --if-exists update",
};

/** The next step after a failure of the main job, where this program knows a better one than the library. */
export function provisionHint(code: string, fields: HintFields): string | undefined {
  return Object.hasOwn(PROVISION_HINTS, code) ? PROVISION_HINTS[code]?.(fields) : undefined;
}
