import { watchedUnitKinds } from "@kumakit/agent/checks";

import { InstallerError } from "../installer-error.ts";

const notWatchable = ["slice", "scope", "device", "snapshot"] as const;

/**
 * Completes a name as `systemctl` does (`nginx` is `nginx.service`) and refuses what can be no unit.
 *
 * @throws {@link InstallerError} `INSTALLER_UNIT_NAME`
 */
export function completeUnitName(name: string): string {
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  if (name.trim() === "") throw refused("A unit's name is missing.", "name one, such as nginx");
  refusePath(name, shown);
  refusePattern(name, shown);
  if (!/^[A-Za-z0-9:_.\\@-]+$/.test(name)) {
    throw refused(
      `${shown} can be no unit: names of units hold only letters, digits and : - _ . \\ @.`,
      "copy the name from systemctl list-units; what else a name holds is written as \\xNN there (systemd-escape)",
    );
  }
  const suffix = name.slice(name.lastIndexOf(".") + 1);
  if (notWatchable.some((kind) => kind === suffix)) {
    throw refused(
      `${shown} is a ${suffix}, and the agent cannot watch those.`,
      `one of the kinds ${watchedUnitKinds.join(", ")}`,
    );
  }
  const complete = watchedUnitKinds.some((kind) => kind === suffix) && name.includes(".") ? name : `${name}.service`;
  // UNIT_NAME_MAX is 256 with the closing zero byte; a token's file has the unit's name, which 255 allows as well.
  if (complete.length > 255) throw refused(`${shown} is longer than the 255 characters that a unit's name can have.`);
  if (complete.startsWith(".") || complete.startsWith("@")) throw refused(`${shown} can be no unit.`);
  if (/@\.[a-z]+$/.test(complete)) {
    throw refused(
      `${shown} is a template: it needs the instance that it runs as.`,
      `systemctl list-units '${complete.replace("@.", "@*.")}' lists those that run`,
    );
  }
  return complete;
}

function refusePath(name: string, shown: string): void {
  const file = /^\/.*\/([^/]+)$/.exec(name)?.[1];
  if (file !== undefined && watchedUnitKinds.some((kind) => file.endsWith(`.${kind}`)))
    throw refused(`${shown} is the path of a file, and not a unit.`, `name the unit: ${file}`);
}

/** The one check that takes patterns has one monitor for all units, which is not what an install of units makes. */
function refusePattern(name: string, shown: string): void {
  if (!/^[A-Za-z0-9:_.\\@*?[\]-]+$/.test(name) || !/[*?[]/.test(name)) return;
  const pattern = watchedUnitKinds.some((kind) => name.endsWith(`.${kind}`)) ? name : `${name}.service`;
  throw refused(
    `${shown} is a pattern, and not the name of a unit.`,
    `one monitor for all units that match: kuma agent add systemd '${pattern}'; or name each unit, for one monitor each`,
  );
}

function refused(message: string, hint?: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_UNIT_NAME",
    layer: "usage",
    message,
    ...(hint === undefined ? {} : { hint }),
  });
}
