import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../command/run-command.ts";
import { processStartTime } from "../orphans/process-start-time.ts";
import { bedScript } from "./bed-script.ts";

const prefix = "kumakit-bed-";

/** Makes the folder in which a bed keeps its state, and notes whose it is. */
export async function makeStateFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), prefix));
  await writeFile(path.join(folder, "owner"), `${process.pid} ${processStartTime(process.pid) ?? ""}\n`);
  return folder;
}

/** The process of the bed's systemd, or `undefined` while there is none. */
export function readPid1(stateFolder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path.join(stateFolder, "pid1"), "utf8"), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}

/** Ends a bed and removes its state folder and its cgroup; also one whose starter is gone. */
export async function endBed(stateFolder: string): Promise<void> {
  const { code, stderr } = await runCommand(["bash", bedScript, "stop", stateFolder]);
  if (code !== 0) throw new Error(`the systemd bed ${stateFolder} could not be stopped (code ${code}): ${stderr}`);
}

/** Ends beds whose starter died together with the guard that should have ended them. */
export async function endAbandonedBeds(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    if (!entry.startsWith(prefix)) continue;
    const folder = path.join(tmpdir(), entry);
    // Another run may be at it just now; what it leaves is found the next time.
    if (await isAbandoned(folder)) await endBed(folder).catch(() => {});
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const owner = await readFile(path.join(folder, "owner"), "utf8").catch(() => "");
  const [pid, startTime] = owner.trim().split(" ");
  // Without an owner it is being made, or being removed, right now.
  if (pid === undefined || startTime === undefined) return false;
  return processStartTime(Number(pid)) !== startTime;
}
