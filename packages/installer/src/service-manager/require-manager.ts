import { InstallerError } from "../installer-error.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { needsRoot } from "./needs-root.ts";

/**
 * Makes sure that the account may change what an agent of this scope needs, and that a person's service manager is there.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`, `INSTALLER_NOT_PERMITTED` or `INSTALLER_NO_USER_SESSION`
 */
export function requireManager(facts: HostFacts): void {
  requireAccount(
    facts,
    "Installing for the whole host",
    "the same with sudo (and log in as root too), or with --user for an agent that runs as you",
  );
  requireScope(facts);
}

/**
 * The same for an agent that is there already.
 *
 * @throws {@link InstallerError} as {@link requireManager}
 */
export function requireOwnManager(facts: HostFacts): void {
  requireAccount(facts, "Changing the agent of the whole host");
  requireScope(facts);
}

function requireAccount(facts: HostFacts, doing: string, hint?: string): void {
  if (facts.scope === "system" && facts.account.uid !== 0) throw needsRoot(facts, doing, hint);
}

function requireScope(facts: HostFacts): void {
  if (facts.scope === "system") return;
  if (!facts.has.systemd) throw withoutSystemd(facts, "a person's agent is a service of systemd");
  requireSession(facts);
}

/**
 * Makes sure that something on the host can start an agent again and again: systemd, or a cron that runs.
 *
 * @throws {@link InstallerError} `INSTALLER_NO_SYSTEMD`
 */
export function requireStarter(facts: HostFacts): void {
  const { has, cron } = facts;
  if (has.systemd || (cron !== null && cron.entry !== "")) return;
  if (cron === null) throw withoutSystemd(facts, "there is no cron either");
  if (cron.kind === "stopped") throw withoutSystemd(facts, `its cron, ${cron.program}, does not run`);
  throw withoutSystemd(facts, `its cron, ${cron.program}, is neither Debian's nor that of BusyBox`);
}

/** @param why - words that may follow "and" */
function withoutSystemd({ label }: HostFacts, why: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_NO_SYSTEMD",
    layer: "systemd",
    message: `${label.slice(0, 1).toUpperCase()}${label.slice(1)} does not run systemd, and ${why}.`,
    hint: "start Debian's cron or BusyBox's crond there, or run the agent yourself: kuma-agent run --config agent.json",
  });
}

/** States of a manager that answers; any other text is its complaint. */
const answers = new Set(["running", "degraded", "starting", "initializing", "maintenance", "stopping"]);

function requireSession({ managerState, account }: HostFacts): void {
  if (answers.has(managerState)) return;
  throw new InstallerError({
    code: "INSTALLER_NO_USER_SESSION",
    layer: "systemd",
    message: `There is no systemd user session for ${account.user}: ${managerState}`,
    hint: `let one be kept with "sudo loginctl enable-linger ${account.user}", and log in as ${account.user} afresh (not through su)`,
  });
}
