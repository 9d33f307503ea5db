import { readFileSync } from "node:fs";

/**
 * When a process was started, in clock ticks since boot (field 22 of `/proc/PID/stat`): with the pid it names one
 * process for ever, while a pid alone is used again. `undefined` when there is no such process (or no `/proc`).
 */
export function processStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name comes before, in brackets, and may itself hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
