import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentFileError } from "../files/agent-file-error.ts";

/**
 * The file beside the config with the id (`/etc/machine-id`) of the machine that the tokens are for. It is not a setting of the
 * config: an older agent refuses a config with a setting that it does not know, and lets this file be.
 */
export const machineFileName = "machine-id";

/** The places where Linux says which machine it is. */
export interface MachineFiles {
  readonly id: string;
  readonly mounts: string;
}

const hostFiles: MachineFiles = { id: "/etc/machine-id", mounts: "/proc/self/mountinfo" };

/** Said by every runtime, with the two ways on: nothing here can know which of them is meant. */
export const otherMachineText =
  "nothing is pushed: this agent was installed on another machine, which may still report to these monitors. If this one is a " +
  'copy, run "kuma agent install --as-copy"; if it is the same one with a new machine id, "kuma agent install --take-over"';

async function idIn(file: string): Promise<string | undefined> {
  const text = await textOf(file);
  return /^[0-9a-f]{32}$/.test(text.trim()) ? text.trim() : undefined;
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, "utf8").catch(() => "");
}

/**
 * Whether the agent runs on another machine than the one that it was installed on.
 *
 * @param configFolder - the folder of its config
 * @param files - those of this host by default
 * @returns undefined where it is the same, and where nobody can tell: without such a file beside the config, without an id,
 * or with one that is mounted over the file, which a container or a host without a disk gets new with each boot
 */
export async function otherMachine(
  configFolder: string,
  { id, mounts }: MachineFiles = hostFiles,
): Promise<AgentFileError | undefined> {
  const meant = await idIn(join(configFolder, machineFileName));
  if (meant === undefined) return undefined;
  const here = await idIn(id);
  if (here === undefined || here === meant) return undefined;
  const isMounted = (await textOf(mounts)).split("\n").some((line) => line.split(" ")[4] === hostFiles.id);
  return isMounted ? undefined : new AgentFileError(otherMachineText, id);
}
