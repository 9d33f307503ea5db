import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AgentFileError } from "../files/agent-file-error.ts";
import { agentStatusSchema, type AgentStatus } from "../service/agent-status.ts";
import { isoTime } from "../service/iso-time.ts";
import { readStatusFile } from "../service/read-status-file.ts";
import type { Mute } from "./mute.ts";
import { formatMutes, mutesFileIn } from "./mutes-file.ts";
import { reloadService } from "./reload-service.ts";
import { writeMutes } from "./write-mutes.ts";

/** How long the running agent may take to show its mutes, in ms, and how often it is looked, in ms. */
const patienceMs = 10_000;
const lookMs = 50;

/** A change of the mutes of a host. */
export interface MuteChange {
  readonly configFile: string;
  /** Where the running agent says how it is. */
  readonly statusFile: string;
  /** All that are to be in force. */
  readonly mutes: readonly Mute[];
  /** The checks that the change is about. */
  readonly checks: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes the mutes, and has the running agent take them. When it does not, all is put back as it was.
 *
 * @returns false when no agent runs as a service; then the next one that starts takes them
 * @throws AgentFileError when they cannot be written, or the running agent does not take them
 */
export async function changeMutes(change: MuteChange): Promise<boolean> {
  const { configFile, mutes, environment } = change;
  const former = await formerText(mutesFileIn(dirname(configFile)));
  await writeMutes(configFile, formatMutes(mutes, Date.now()));
  try {
    if (!(await reloadService(environment))) return false;
    await untilTaken(change);
    return true;
  } catch (error) {
    await writeMutes(configFile, former);
    await reloadService(environment).catch(() => false);
    throw error;
  }
}

async function formerText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw AgentFileError.from("the list of muted checks", file, error);
  }
}

async function untilTaken({ statusFile, mutes, checks }: MuteChange): Promise<void> {
  const wanted = new Map(mutes.map(({ check, until }) => [check, isoTime(until)]));
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const status = await statusIn(statusFile);
    const all = status?.heartbeat === undefined ? (status?.checks ?? []) : [...status.checks, status.heartbeat];
    if (status !== undefined && checks.every((name) => isTaken(all, name, wanted.get(name)))) return;
    await sleep(lookMs);
  }
  throw new AgentFileError("the running agent does not show its mutes: restart it, and try again", statusFile);
}

/** A check that the agent does not have cannot be muted by it. */
function isTaken(all: AgentStatus["checks"], name: string, until: string | undefined): boolean {
  return all.every((check) => check.name !== name || check.muted?.until === until);
}

/** The file is missing for a moment while the agent starts. */
async function statusIn(file: string): Promise<AgentStatus | undefined> {
  try {
    return agentStatusSchema.parse(JSON.parse(await readStatusFile(file)));
  } catch {
    return undefined;
  }
}
