import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** So much of the beginning and of the end of the output is kept, in bytes. */
const keptOfEachEnd = 32 * 1024;

/** How long a program has to end after SIGTERM before SIGKILL, in ms. */
const killAfterMs = 1_000;

/** How long output may still come after the program ended: something it left behind may hold the pipe, in ms. */
const drainMs = 200;

/** A program to run, and its limits. */
export interface ProgramOptions {
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** All of its environment; the agent's own when left out. */
  readonly env?: Readonly<Record<string, string>>;
  /** The directory it works in; the agent's own when left out. */
  readonly cwd?: string;
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

function collect(stream: Readable | undefined): () => string {
  if (stream === undefined) return () => "";
  stream.on("error", () => undefined);
  const head: Buffer[] = [];
  let room = keptOfEachEnd;
  let tail = Buffer.alloc(0);
  let isCut = false;
  stream.on("data", (chunk: Buffer) => {
    head.push(chunk.subarray(0, room));
    const rest = chunk.subarray(room);
    room = Math.max(0, room - chunk.length);
    if (rest.length === 0) return;
    const joined = Buffer.concat([tail, rest]);
    isCut ||= joined.length > keptOfEachEnd;
    tail = joined.subarray(-keptOfEachEnd);
  });
  return () => {
    const [begin, end] = [Buffer.concat(head).toString("utf8"), tail.toString("utf8")];
    if (!isCut) return Buffer.concat([...head, tail]).toString("utf8");
    // The lines at the cut are not whole.
    return `${begin.slice(0, begin.lastIndexOf("\n") + 1) || begin}\n${end.slice(end.indexOf("\n") + 1)}`;
  };
}

/** Ends a program and all that it started: they are one process group. */
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
export function runProgram(options: ProgramOptions): Promise<ProgramEnd> {
  const { timeoutMs, signal, env, cwd } = options;
  const [program, ...args] = options.command;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"], env, cwd });
    // Without a descriptor left there are no streams, only the error.
    const streams = child as { readonly stdout?: Readable; readonly stderr?: Readable };
    const stdout = collect(streams.stdout);
    const stderr = collect(streams.stderr);
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
      streams.stdout?.destroy();
      streams.stderr?.destroy();
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
