import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import { drillProgram } from "../scripts/programs.ts";
import type { DrilledUnit } from "./drilled-unit.ts";

/** Something that the host has done in a drill. */
export type DrillStep = "guarded" | "stopping" | "stopped";

/** How a stop goes. */
export interface DrillStop {
  /** After so many seconds the host starts it again by itself. */
  readonly seconds: number;
  /** Is given each step as it comes. */
  readonly on?: (step: DrillStep) => void;
}

/**
 * Stops a service, and those that stop with it. Before that a timer of the host's own systemd is put there and started,
 * which starts them again: also when nobody is there any more, and after a reboot. It goes as soon as it has done so.
 *
 * @throws {@link InstallerError} `INSTALLER_DRILL_REFUSED` when another drill is under way; `INSTALLER_COMMAND_FAILED` when
 * the guard could not be put there: nothing is stopped then; `INSTALLER_CONNECTION_LOST`
 */
export async function stopForDrill(host: Host, drilled: DrilledUnit, { seconds, on }: DrillStop): Promise<void> {
  const { unit, together } = drilled;
  const lines: string[] = [];
  const { complaint } = await host.runScript({
    program: drillProgram,
    args: ["stop", String(seconds), unit, ...together],
    onLine: (line) => {
      lines.push(line);
      if (line === "guarded" || line === "stopping" || line === "stopped") on?.(line);
    },
  });
  const last = lines.at(-1);
  if (last === "stopped") return;
  const why = complaint.trim().split("\n").at(-1) || "it did not say why";
  if (last === "busy")
    throw failure(
      "INSTALLER_DRILL_REFUSED",
      `${unit} on ${host.label} was not stopped: another drill is under way there.`,
    );
  throw failure("INSTALLER_COMMAND_FAILED", `${unit} on ${host.label} could not be stopped: ${why}`);
}

/** How a host was left after a drill. */
export interface DrillEnd {
  /** The units of the drill that do not run, each with systemd's word for its state. */
  readonly notRunning: readonly { readonly unit: string; readonly state: string }[];
  /** Whether the guard is still there: it tries to start them again every 15 s. */
  readonly isGuarded: boolean;
}

/**
 * Starts the service again, those that stopped with it as well, and takes the guard away.
 *
 * @throws {@link InstallerError} `INSTALLER_COMMAND_FAILED` when the host did not come to the end of it
 */
export async function endDrill(host: Host, { unit, together }: DrilledUnit): Promise<DrillEnd> {
  const lines: string[] = [];
  const { complaint } = await host.runScript({
    program: drillProgram,
    args: ["end", unit, ...together],
    onLine: (line) => void lines.push(line),
  });
  if (lines.at(-1) !== "ended")
    throw failure("INSTALLER_COMMAND_FAILED", `${host.label} did not answer: ${complaint.trim() || "it was cut off"}`);
  const states = lines.flatMap((line) => {
    const [state = "", one] = line.split(" ");
    return one === undefined ? [] : [{ unit: one, state }];
  });
  return {
    notRunning: states.filter(({ state }) => state !== "active"),
    isGuarded: lines.includes("guard"),
  };
}

function failure(code: "INSTALLER_DRILL_REFUSED" | "INSTALLER_COMMAND_FAILED", message: string): InstallerError {
  return new InstallerError({ code, layer: "systemd", message });
}
