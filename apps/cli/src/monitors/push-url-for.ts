import { pushUrlOf, type Monitor } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { called } from "./changed-monitors.ts";

/** The address for heartbeats of a Push monitor; secret. @throws CliError (exit 6) for a monitor of another type */
export function pushUrlFor(server: string, monitor: Monitor): string {
  const { pushToken, type } = monitor;
  if (type === "push" && typeof pushToken === "string" && pushToken !== "") return pushUrlOf(server, pushToken);
  const what = called(monitor);
  throw new CliError({
    code: type === "push" ? "KUMA_PUSH_TOKEN_MISSING" : "KUMA_NOT_A_PUSH_MONITOR",
    message: `${what.slice(0, 1).toUpperCase()}${what.slice(1)} ${type === "push" ? "has no push token" : `is of the type ${type}: nothing can be pushed to it`}`,
    hint: "kuma monitor list --type push",
    exit: EXIT.refused,
  });
}
