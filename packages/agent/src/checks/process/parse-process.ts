/** The figures of `/proc/PID/stat`. */
export interface ProcessStat {
  readonly pid: number;
  /** The name, which the kernel cuts at 15 bytes. */
  readonly name: string;
  /** One letter: `R`, `S`, `D`, `Z` and so on. */
  readonly state: string;
  /** When it was started, in s after the boot. */
  readonly startedAt: number;
}

/** The kernel gives times in hundredths of a second, whatever its own clock does (USER_HZ). */
const ticksPerSecond = 100;

/**
 * Reads the text of `/proc/PID/stat`; undefined when it cannot be read. The name stands in parentheses and may hold any
 * character, parentheses too.
 * Format: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const open = text.indexOf(" (");
  const close = text.lastIndexOf(") ");
  if (open === -1 || close < open + 2) return undefined;
  const rest = text.slice(close + 2).split(" ");
  const [state] = rest;
  const pid = Number(text.slice(0, open));
  const startedAt = Number(rest[19]) / ticksPerSecond;
  if (!Number.isSafeInteger(pid) || pid <= 0 || !state || !Number.isFinite(startedAt) || startedAt < 0)
    return undefined;
  return { pid, name: text.slice(open + 2, close), state, startedAt };
}

/** The facts of `/proc/PID/status` about a process. */
export interface ProcessStatus {
  /** The user whose rights it has. */
  readonly uid: number;
  /** The memory it holds at the moment, in bytes; 0 for a thread of the kernel. */
  readonly memory: number;
}

/** Reads the text of `/proc/PID/status`; undefined when it cannot be read. */
export function parseProcessStatus(text: string): ProcessStatus | undefined {
  const uid = /^Uid:\t\d{1,10}\t(?<effective>\d{1,10})\t/m.exec(text)?.groups?.["effective"];
  const kilobytes = /^VmRSS:\t {0,20}(?<kb>\d{1,12}) kB$/m.exec(text)?.groups?.["kb"] ?? "0";
  return uid === undefined ? undefined : { uid: Number(uid), memory: Number(kilobytes) * 1024 };
}
