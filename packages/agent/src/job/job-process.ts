import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { isatty } from "node:tty";
import type { JobOutput } from "./job-output.ts";

/** A process, not to be confused with a later one of the same id. */
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

/** A process, and what it belongs to. */
interface Relative {
  readonly pid: number;
  /** The id of its process group. */
  readonly group: number;
}

interface Listed extends Relative {
  readonly parent: number;
}

/** See proc(5), fields 4 and 5. */
function listed(pid: string): Listed | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

/** All that a process has started, as far as their parents still live. */
function descendantsOf(pid: number): readonly Relative[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (listed(name) ?? []) : []));
  const found: Relative[] = [];
  const ancestors = [pid];
  for (const ancestor of ancestors) {
    for (const each of all) {
      if (each.parent !== ancestor) continue;
      found.push(each);
      ancestors.push(each.pid);
    }
  }
  return found;
}

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
 * Starts a job, with this process's stdin and folder. On a terminal it stays in the process group of the shell's job,
 * so that Ctrl-C and Ctrl-Z do what they always do. Elsewhere it leads a new one.
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
  // Processes that were signalled once and have left the group: when the parent ends first, nothing else shows whose
  // they were.
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

/** Signals that may be meant for a job when they reach the process that looks after it. */
const forwarded = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH"] as const;

const urgent: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT", "SIGTERM"]);

/** Whether who sends this signal wants an end: another window size, `fg`, or a terminal that goes away do not say so. */
export function asksForEnd(signal: NodeJS.Signals): boolean {
  return urgent.has(signal);
}

/**
 * Takes over all signals: none of them ends the process any more.
 *
 * @param listener - called for each
 * @returns gives them back
 */
export function listenToSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of forwarded) process.on(signal, listener);
  return () => {
    for (const signal of forwarded) process.off(signal, listener);
  };
}
