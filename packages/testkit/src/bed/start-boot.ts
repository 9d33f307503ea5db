import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { bedScript } from "./bed-script.ts";
import type { SystemdBedOptions } from "./systemd-bed.ts";
import { firstProcess } from "./first-process.ts";
import { nodeFolderToShow } from "./visible-node.ts";

/** A bed that is booting. */
export interface Boot extends Disposable {
  /** Whether the bed is gone again. */
  hasEnded(): boolean;
  /** What was said on the way, for an error message. To be read once. */
  log(): string;
}

/**
 * Starts the script that keeps a bed. The bed is its own master from then on; what is returned is for the time of the
 * boot only.
 *
 * @throws Error when a path to show is not absolute.
 */
export function startBoot(stateFolder: string, options: SystemdBedOptions): Boot {
  const shown = [...(options.bind ?? []), ...nodeFolderToShow(process.execPath)];
  const relative = shown.find((entry) => !path.isAbsolute(entry));
  if (relative !== undefined) throw new Error(`a systemd bed can only show absolute paths, not ${relative}`);
  const network = options.isolateNetwork === true ? "isolated" : "shared";
  const argv = [bedScript, "run", stateFolder, network, options.hostname ?? "kumakit-bed", ...shown];
  // Not a pipe: the script must be able to say something, and go on, when we are no more.
  const logFile = path.join(stateFolder, "boot.log");
  const writeLog = openSync(logFile, "a");
  const readLog = openSync(logFile, "r"); // stays readable when the bed has removed its folder
  const init = firstProcess[options.init ?? "systemd"];
  const env = {
    ...process.env,
    ...(init === undefined ? {} : { KUMAKIT_BED_INIT: init }),
    ...(options.limits === true ? { KUMAKIT_BED_LIMITS: "1" } : {}),
  };
  const child = spawn("bash", argv, { detached: true, env, stdio: ["ignore", writeLog, writeLog] });
  child.on("error", () => {}); // it has no pid then
  child.unref();
  closeSync(writeLog);
  return {
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    log: () => readFileSync(readLog, "utf8"),
    [Symbol.dispose]: () => closeSync(readLog),
  };
}
