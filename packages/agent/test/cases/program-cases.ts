import type { CheckResult } from "../../src/checks/check.ts";

/** The end of a program, and its meaning to the agent and to the script alike. */
export interface ProgramCase {
  /** An exit code, or a signal such as `SIGSEGV`. */
  readonly end: number | string;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly warning: "up" | "down";
  readonly status: CheckResult["status"];
  readonly message: string;
}

type Row = readonly [
  end: number | string,
  output: Partial<Pick<ProgramCase, "stdout" | "stderr" | "timedOut" | "warning">>,
  status: CheckResult["status"],
  message: string,
];

const rows: readonly Row[] = [
  [0, {}, "up", "job succeeded"],
  [0, { stdout: "DISK OK - 40 % free | /=60%;80;90\nmore" }, "up", "DISK OK - 40 % free"],
  [0, { stdout: "\n  the first with text\nsecond" }, "up", "the first with text"],
  [0, { stderr: "only a note" }, "up", "only a note"],
  [1, { stdout: "DISK WARNING" }, "down", "DISK WARNING (job ended with exit code 1)"],
  [1, { stdout: "DISK WARNING", warning: "up" }, "up", "WARNING: DISK WARNING (job ended with exit code 1)"],
  [2, { stdout: "DISK CRITICAL|x=1", warning: "up" }, "down", "DISK CRITICAL (job ended with exit code 2)"],
  [3, { stdout: "no such device\nlast" }, "noData", "no such device (job ended with exit code 3)"],
  [3, {}, "noData", "job ended with exit code 3"],
  [2, { stderr: "only on stderr" }, "down", "only on stderr (job ended with exit code 2)"],
  [
    1,
    { stdout: "Starting backup", stderr: "disk full" },
    "down",
    "Starting backup … disk full (job ended with exit code 1)",
  ],
  [4, { stdout: "one\ntwo\nthree" }, "down", "one … three (job ended with exit code 4)"],
  [1, { stdout: "a line", stderr: "first\nlast" }, "down", "a line … last (job ended with exit code 1)"],
  [1, { stdout: "once\nonce" }, "down", "once (job ended with exit code 1)"],
  [2, { stdout: "free: 1% | /=9;5\n/home 1%" }, "down", "free: 1% (job ended with exit code 2)"],
  [4, { stdout: "CRITICAL: one\ntwo" }, "down", "CRITICAL: one … two (job ended with exit code 4)"],
  [77, {}, "down", "job ended with exit code 77"],
  ["SIGSEGV", {}, "down", "job ended with signal SEGV"],
  ["SIGSEGV", { stdout: "x" }, "down", "x (job ended with signal SEGV)"],
  [124, { timedOut: true }, "down", "job did not end in time and was killed"],
  [124, { timedOut: true, stdout: "at 3 %" }, "down", "job did not end in time and was killed; it said: at 3 %"],
];

/** Both judges run these. */
export const programCases: readonly ProgramCase[] = rows.map(([end, output, status, message]) => ({
  end,
  stdout: "",
  stderr: "",
  timedOut: false,
  warning: "down",
  ...output,
  status,
  message,
}));
