import { printable } from "@kumakit/text";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import type { pushTrouble } from "./describe-status.ts";

type Unheard = NonNullable<ReturnType<typeof pushTrouble>>;

/** Which checks the server does not hear of, and why. */
export function notHeardText({ units, why }: Unheard): string {
  return `The server does not hear of ${units.join(", ")}: ${printable(why)}`;
}

/** The server does not hear of some checks. */
export function notHeard(unheard: Unheard): CliError {
  return new CliError({
    code: "KUMA_AGENT_NOT_HEARD",
    message: notHeardText(unheard),
    // The agent itself says what to do on another machine than that of its install.
    hint: unheard.why.includes("kuma agent install")
      ? null
      : 'run "kuma agent install UNIT" again when its monitor was deleted, paused or given another token',
    exit: EXIT.conditionNotMet,
  });
}

/** The agent itself is not well. */
export function notWell(message: string, scope: "system" | "user" | "cron"): CliError {
  const hint =
    scope === "cron"
      ? "kuma agent logs"
      : `journalctl ${scope === "user" ? "--user " : ""}--unit kuma-agent --lines 20`;
  return new CliError({ code: "KUMA_AGENT_NOT_WELL", message, hint, exit: EXIT.conditionNotMet });
}

/** Monitors do not fit the agent. */
export function doNotFit(names: readonly string[]): CliError {
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `The server does not fit the agent: ${names.map(printable).join(", ")}`,
    hint: null,
    exit: EXIT.conditionNotMet,
  });
}

/** Some checks are DOWN. */
export function areDown(names: readonly string[]): CliError {
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `DOWN: ${names.map(printable).join(", ")}`,
    hint: null,
    exit: EXIT.conditionNotMet,
  });
}
