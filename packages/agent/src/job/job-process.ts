import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { descendantsOf } from "./descendants.ts";
import type { JobOutput } from "./job-output.ts";
import { identityOf, isAlive, type ProcessIdentity } from "./process-identity.ts";

/** How a job ended. */
export type JobEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals }
  | { readonly kind: "not-started"; readonly code: string };

/** A job at work. */
export interface JobProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Whether it has a terminal, whose keys reach it directly. */
  readonly onTerminal: boolean;
  readonly ended: Promise<JobEnd>;
  /** Sends a signal to the job and all that belongs to it. */
  signal(name: NodeJS.Signals): void;
}

function kill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}

/**
 * Starts a job, with this process's stdin and folder. On a terminal it stays in the process group of the shell's job, so
 * that Ctrl-C and Ctrl-Z do what they always do; elsewhere it leads one of its own.
 */
export function startJob(
  [program, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string | undefined>>,
  output: JobOutput,
): JobProcess {
  const onTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  const stdio = ["inherit", ...output.descriptors] as const;
  const child = spawn(program, args, { detached: !onTerminal, env: environment, stdio: [...stdio] });
  const ended = new Promise<JobEnd>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve({ kind: "not-started", code: error.code ?? "?" }));
    child.once("exit", (code, signal) =>
      resolve(signal === null ? { kind: "exit", code: code ?? 0 } : { kind: "signal", signal }),
    );
  });
  output.started();
  // What was signalled once and has left the group: when its parent ends first, nothing else tells whose it was.
  const strays = new Map<number, ProcessIdentity>();

  function findStrays(leader: number): void {
    for (const { pid, group } of descendantsOf(leader)) {
      const identity = onTerminal || group !== leader ? identityOf(pid) : undefined;
      if (identity !== undefined) strays.set(pid, identity);
    }
  }

  return {
    pid: child.pid,
    onTerminal,
    ended,
    signal: (name) => {
      if (child.pid === undefined) return;
      findStrays(child.pid);
      kill(onTerminal ? child.pid : -child.pid, name);
      for (const identity of strays.values()) if (isAlive(identity)) kill(identity.pid, name);
    },
  };
}

/** The exit code that a shell gives for such an end. */
export function exitCodeOf(end: JobEnd): number {
  if (end.kind === "exit") return end.code;
  if (end.kind === "signal") return 128 + constants.signals[end.signal];
  return end.code === "ENOENT" ? 127 : 126;
}
