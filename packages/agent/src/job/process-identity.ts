import { readFileSync } from "node:fs";

/** A process, told from a later one that has the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The boot, and the clock ticks after it at which the process started. */
  readonly startedAt: string;
}

/** Which process has this id now; undefined when none does, or when it has ended and nobody has asked how. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything, parentheses too. See proc(5) for the fields: 3 is the state, 22 the start.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : { pid, startedAt: `${boot}/${fields[22 - 3] ?? ""}` };
  } catch {
    return undefined;
  }
}

/** Whether just this process still runs. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return identityOf(pid)?.startedAt === startedAt;
}
