import type { UninstallOutcome } from "./uninstall-agent.ts";

/** What `kuma agent uninstall` prints for people. */
export function describeUninstall(
  units: readonly string[],
  { isGone, keptConfig }: UninstallOutcome,
  monitors: readonly string[],
): string {
  return [
    isGone ? "The agent was removed." : `The agent does not watch ${units.join(", ")} any more.`,
    ...(keptConfig === undefined ? [] : [`${keptConfig} was left: it holds what kuma has not brought.`]),
    monitors.length === 0
      ? "The monitors were left: pause or delete them, or they will alert that no heartbeat comes."
      : `Deleted ${monitors.join(", ")}.`,
  ].join("\n");
}
