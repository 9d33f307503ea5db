import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where it is kept which jobs run. It outlives a reboot, and it is the same for a person who tries a job by hand as for
 * that person's cron, which sets no XDG variables: these are not looked at.
 *
 * @param environment - `STATE_DIRECTORY` is what systemd has made for a service with `StateDirectory=`
 */
export function jobStateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const [given = ""] = (environment["STATE_DIRECTORY"] ?? "").split(":");
  if (isAbsolute(given)) return join(given, "jobs");
  if (process.getuid?.() === 0) return "/var/lib/kuma-agent-jobs";
  return join(homedir(), ".local/state/kuma-agent/jobs");
}
