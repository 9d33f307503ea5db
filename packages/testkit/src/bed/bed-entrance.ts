import { readFileSync } from "node:fs";
import path from "node:path";
import { startCommand } from "../command/start-command.ts";
import type { RunningCommand } from "../command/running-command.ts";
import type { BedCommandOptions } from "./systemd-bed.ts";

/** Which machine to enter. */
export interface BedEntrance {
  readonly pid1: number;
  readonly isolateNetwork: boolean;
}

// The Node that runs us, first, so that `node` in the bed is the same one.
const searchPath = [path.dirname(process.execPath), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

/** Starts a program inside a bed: in its namespaces, with its root folder, as its root. */
export function startInBed(
  { pid1, isolateNetwork }: BedEntrance,
  argv: readonly string[],
  options: BedCommandOptions,
): RunningCommand {
  const network = isolateNetwork ? ["--net"] : [];
  const enter = ["nsenter", `--target=${pid1}`, "--mount", "--pid", "--cgroup", "--uts", "--ipc", ...network, "--"];
  const env = { PATH: searchPath.join(":"), HOME: "/root", USER: "root", LOGNAME: "root", LANG: "C.UTF-8" };
  // nsenter takes the working folder along by its path; / is there in any machine.
  const running = startCommand([...enter, ...argv], { ...options, cwd: "/", env: { ...env, ...options.env } });
  return {
    ...running,
    // nsenter waits for the program: without it, its exit code would be lost.
    kill: (signal) => {
      for (const pid of childrenOf(running.pid)) sendSignal(pid, signal);
    },
  };
}

function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended by itself in this very moment
  }
}
