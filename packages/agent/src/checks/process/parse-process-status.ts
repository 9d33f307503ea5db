/** What `/proc/PID/status` says of a process. */
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
