import { readFileSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { foundIn } from "../shared/text-search.ts";
import { LookError } from "../shared/bounded-look.ts";
import { parseProcessStat, type ProcessStat, parseProcessStatus, type ProcessStatus } from "./parse-process.ts";

/** Which processes are meant; all that is set must fit. */
export interface ProcessFilter {
  /** The name, or the program's absolute path. */
  readonly program: string | undefined;
  readonly uid: number | undefined;
  /** What the command line must contain, as the schema `textPattern` accepts it. */
  readonly commandLine: string | undefined;
}

/** A process that fits. */
export interface FoundProcess extends ProcessStat, ProcessStatus {}

/** So many processes are read between two turns of the event loop. */
const readAtOnce = 100;

/** The kernel cuts the name at so many bytes. */
const nameBytes = 15;

const hiddenText =
  "the processes of others are hidden from the agent: by ProtectProc= of its service, or by hidepid= of /proc";

function text(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

/** The command line, its arguments separated by spaces; empty for a thread of the kernel. */
async function readCommandLine(pid: number): Promise<string> {
  // Unlike the other files this one can hang with its process, so it must not be read in the event loop.
  const raw = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return raw.replace(/\0+$/, "").replaceAll("\0", " ");
}

async function runsProgram(stat: ProcessStat, program: string): Promise<boolean> {
  if (!program.startsWith("/")) return stat.name === Buffer.from(program).subarray(0, nameBytes).toString();
  // Of another user's process only root may know the file that it runs; what it was started as is known to all.
  const file = await readlink(`/proc/${stat.pid}/exe`).catch(() => undefined);
  if (file !== undefined) return file.replace(/ \(deleted\)$/, "") === program;
  const line = await readCommandLine(stat.pid);
  return line === program || line.startsWith(`${program} `);
}

async function allProcesses(): Promise<readonly ProcessStat[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  // Everybody may read this of init, unless they may see their own processes only.
  if (text(1, "stat") === "") throw new LookError(hiddenText);
  const found: ProcessStat[] = [];
  for (const [index, pid] of pids.entries()) {
    if (index % readAtOnce === readAtOnce - 1) await turn();
    const stat = pid === process.pid ? undefined : parseProcessStat(text(pid, "stat"));
    if (stat !== undefined) found.push(stat);
  }
  return found;
}

async function filtered<Item>(
  items: readonly Item[],
  fits: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> {
  const kept: Item[] = [];
  for (const item of items) if (await fits(item)) kept.push(item);
  return kept;
}

/**
 * Finds the processes that fit; the agent itself is not among them.
 *
 * @throws {@link LookError} when the processes of others cannot be seen
 * @throws SlowPatternError when a regular expression takes too long
 */
export async function findProcesses({ program, uid, commandLine }: ProcessFilter): Promise<readonly FoundProcess[]> {
  const all = await allProcesses();
  const named = program === undefined ? all : await filtered(all, (stat) => runsProgram(stat, program));
  const found = named.flatMap((stat) => {
    const status = parseProcessStatus(text(stat.pid, "status"));
    return status === undefined || (uid !== undefined && status.uid !== uid) ? [] : [{ ...stat, ...status }];
  });
  if (commandLine === undefined) return found;
  const lines: string[] = [];
  for (const { pid } of found) lines.push(await readCommandLine(pid));
  const fits = foundIn(commandLine, lines);
  return found.filter((_process, index) => fits[index] === true);
}
