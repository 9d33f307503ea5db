import type { CheckResult } from "../check.ts";
import { formatDuration } from "@kumakit/text";
import { byteText } from "../shared/figure-text.ts";
import type { FoundProcess } from "./find-processes.ts";

/** The conditions on the processes that were found. */
export interface ProcessLimits {
  readonly min: number;
  readonly max: number | undefined;
  /** The most memory of one of them, in bytes. */
  readonly maxMemory: number | undefined;
  /** The oldest that one of them may be, in s. */
  readonly maxAge: number | undefined;
  /** The most zombies among them. */
  readonly maxZombies: number | undefined;
}

function troublesOf(
  alive: readonly FoundProcess[],
  { maxMemory, maxAge }: ProcessLimits,
  uptime: number,
): readonly string[] {
  return alive.flatMap(({ pid, name, memory, startedAt }) => {
    const troubles: string[] = [];
    if (maxMemory !== undefined && memory > maxMemory) {
      troubles.push(`${name} (PID ${pid}) holds ${byteText(memory)}, limit ${byteText(maxMemory)}`);
    }
    if (maxAge !== undefined && uptime - startedAt > maxAge) {
      const age = formatDuration((uptime - startedAt) * 1000);
      troubles.push(`${name} (PID ${pid}) runs for ${age}, limit ${formatDuration(maxAge * 1000)}`);
    }
    return troubles;
  });
}

function countTrouble(count: number, { min, max }: ProcessLimits): string | undefined {
  if (count < min) return min === 1 ? "no such process" : `${count} running, at least ${min} wanted`;
  return max !== undefined && count > max ? `${count} running, at most ${max} wanted` : undefined;
}

/**
 * Judges the processes that were found. Zombies have ended and only wait to be noticed; they are counted apart.
 *
 * @param label - how messages call them
 * @param found - alive and zombies
 * @param limits - from the config, with the seconds since the boot
 */
export function judgeProcesses(
  label: string,
  found: readonly FoundProcess[],
  { uptime, ...limits }: ProcessLimits & { readonly uptime: number },
): CheckResult {
  const alive = found.filter(({ state }) => state !== "Z" && state !== "X");
  const zombies = found.length - alive.length;
  const dead = zombies === 0 ? "" : `${zombies} ${zombies === 1 ? "zombie" : "zombies"}`;
  const troubles = [countTrouble(alive.length, limits) ?? [], troublesOf(alive, limits, uptime)].flat();
  const hasTooManyDead = limits.maxZombies !== undefined && zombies > limits.maxZombies;
  if (hasTooManyDead) troubles.push(`${dead}, limit ${limits.maxZombies}`);
  else if (dead !== "" && troubles.length > 0) troubles.push(dead);
  if (troubles.length > 0) return { status: "down", message: `${label}: ${troubles.join("; ")}` };
  const memory = alive.reduce((sum, each) => sum + each.memory, 0);
  const holding = memory === 0 ? "" : `, ${byteText(memory)}`;
  return { status: "up", message: `${label}: ${alive.length} running${holding}${dead && `, ${dead}`}` };
}
