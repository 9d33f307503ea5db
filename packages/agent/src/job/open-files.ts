import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { ownUnit } from "../systemd/own-unit.ts";
import type { UnitScope } from "../systemd/unit-state.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** By this the command of an install says how many files might be open, before Node raised that. */
export const openFilesVariable = "KUMA_AGENT_OPEN_FILES";

/** How long systemctl may take, in ms. */
const patienceMs = 5_000;

/** See proc(5); "unlimited" is a word there. */
function openFilesOf(pid: number | "self"): { readonly soft: string; readonly hard: string } | undefined {
  try {
    const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
    const [, soft, hard] = /^Max open files +(\S+) +(\S+)/m.exec(limits) ?? [];
    return soft === undefined || hard === undefined ? undefined : { soft, hard };
  } catch {
    return undefined;
  }
}

/** The limit before Node: that which the command of an install has seen, else that of who started this. */
function formerOpenFiles(environment: Environment): string | undefined {
  const seen = environment[openFilesVariable];
  if (seen !== undefined) return seen;
  const [parent, now] = [openFilesOf(process.ppid), openFilesOf("self")];
  return parent?.hard === now?.hard ? parent?.soft : undefined;
}

/**
 * Sets the number of files that this process and those it starts may have open back to what it was: Node raises it as far
 * as it can, and a job would inherit that. A host without prlimit, which is part of util-linux, keeps it raised.
 *
 * @param environment - as this process was started with
 */
export function restoreOpenFiles(environment: Environment): void {
  const former = formerOpenFiles(environment);
  if (former === undefined || !/^(?:\d+|unlimited)$/.test(former) || former === openFilesOf("self")?.soft) return;
  spawnSync("prlimit", [`--pid=${process.pid}`, `--nofile=${former}:`], { stdio: "ignore" });
}

/** The limit that systemd has given to the service which this process belongs to. */
async function openFilesOfService(manager: UnitScope): Promise<string | undefined> {
  const unit = await ownUnit();
  if (unit === undefined) return undefined;
  const args = [`--${manager}`, "show", "--property=LimitNOFILESoft", "--", unit];
  try {
    const { stdout } = await promisify(execFile)("systemctl", args, { timeout: patienceMs });
    return /^LimitNOFILESoft=(\d+)$/m.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/**
 * As {@link restoreOpenFiles}, of an agent that may be a service: the limits of its parent, systemd itself, say nothing.
 *
 * @param manager - whose service it is; undefined when it is not one
 */
export async function restoreOpenFilesOfAgent(environment: Environment, manager?: UnitScope): Promise<void> {
  const isSaid = environment[openFilesVariable] !== undefined;
  const given = isSaid || manager === undefined ? undefined : await openFilesOfService(manager);
  restoreOpenFiles(given === undefined ? environment : { ...environment, [openFilesVariable]: given });
}
