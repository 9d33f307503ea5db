import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** More output than this is thrown away, in bytes. */
const mostOutput = 64 * 1024;

/** How long a program has to end after SIGTERM before SIGKILL, in ms. */
const killAfterMs = 1_000;

/** How long output may still come after the program ended: something it left behind may hold the pipe, in ms. */
const drainMs = 200;

/** A program to run, and its limits. */
export interface ProgramOptions {
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How a program ended. */
export interface ProgramEnd {
  /** Undefined when it was killed or never started. */
  readonly exitCode?: number;
  /** The signal that ended it, as `SIGSEGV`. */
  readonly signal?: string;
  readonly timedOut: boolean;
  /** Why it could not be started, as `ENOENT`. */
  readonly startError?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    if (length < mostOutput) chunks.push(chunk.subarray(0, mostOutput - length));
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

/** Ends a program and all it started: it leads a process group of its own. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

/**
 * Runs a program without a shell and waits for its end, at most until the timeout. Never throws.
 *
 * @param options - the arguments, the time limit, and the signal that ends it earlier
 */
export function runProgram({ command: [program, ...args], timeoutMs, signal }: ProgramOptions): Promise<ProgramEnd> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const timers: NodeJS.Timeout[] = [];
    let timedOut = false;

    const end = (): void => {
      if (child.pid === undefined) return;
      const { pid } = child;
      killGroup(pid, "SIGTERM");
      timers.push(setTimeout(() => killGroup(pid, "SIGKILL"), killAfterMs));
    };
    const finish = (how: Partial<ProgramEnd>): void => {
      for (const timer of timers) clearTimeout(timer);
      // What ignored SIGTERM in the group must not outlive it.
      if ((timedOut || signal.aborted) && child.pid !== undefined) killGroup(child.pid, "SIGKILL");
      signal.removeEventListener("abort", end);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ timedOut, stdout: stdout(), stderr: stderr(), durationMs: performance.now() - startedAt, ...how });
    };

    timers.push(
      setTimeout(() => {
        timedOut = true;
        end();
      }, timeoutMs),
    );
    signal.addEventListener("abort", end);
    child.once("error", (error: NodeJS.ErrnoException) => finish({ startError: error.code ?? error.message }));
    child.once("exit", (exitCode, killedBy) => {
      const how = { ...(exitCode === null ? {} : { exitCode }), ...(killedBy === null ? {} : { signal: killedBy }) };
      const drained = setTimeout(() => finish(how), drainMs);
      child.once("close", () => {
        clearTimeout(drained);
        finish(how);
      });
    });
  });
}
