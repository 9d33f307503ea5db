import { printable } from "@kumakit/text";
import type { UninstallOutcome } from "@kumakit/provision";

/**
 * The output of `kuma agent uninstall` for people.
 *
 * @param deleted - the monitors that were deleted; undefined when that was not asked for
 */
export function describeUninstall(
  units: readonly string[],
  { isGone, keptConfig, keptFor, unwatched }: UninstallOutcome,
  deleted: readonly string[] | undefined,
): string {
  return [
    isGone ? "The agent was removed." : `The agent does not watch ${units.join(", ")} any more.`,
    ...(keptConfig === undefined ? [] : [`${keptConfig} was left: ${describeKept(keptFor)}.`]),
    ...(unwatched.length === 0
      ? []
      : [`Nothing watches ${printable(unwatched.join(", "))} any more, which kuma has not brought.`]),
    describeDeleted(deleted),
  ].join("\n");
}

function describeKept(keptFor: string | undefined): string {
  return keptFor === undefined ? "it holds what kuma has not brought" : `the checks in ${keptFor} need it`;
}

function describeDeleted(deleted: readonly string[] | undefined): string {
  if (deleted === undefined)
    return "The monitors were left: pause or delete them, or they will alert that no heartbeat comes.";
  return deleted.length === 0 ? "There was no monitor of this host to delete." : `Deleted ${deleted.join(", ")}.`;
}
