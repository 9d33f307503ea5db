import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { constants } from "node:os";
import { guardProcess } from "../orphans/orphan-guard.ts";
import { ExpectedText } from "./expected-text.ts";
import type { CommandOptions, CommandResult, RunningCommand } from "./running-command.ts";

const defaultTimeout = 60_000;

/**
 * Starts a program without a shell and without a terminal. Its stdin stays open (unless `input` is given). It ends with
 * this process, however this process ends.
 */
export function startCommand(argv: readonly string[], options: CommandOptions = {}): RunningCommand {
  const [program, ...args] = argv;
  if (program === undefined) throw new Error("a command needs at least the name of a program");
  const child = spawn(program, args, {
    // An own process group, so that a signal reaches what the program starts, and Ctrl-C on our terminal does not.
    detached: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const release = child.pid === undefined ? () => {} : guardProcess(child.pid);
  child.stdin.on("error", () => {}); // a program may end without reading all that it was given
  if (options.input !== undefined) child.stdin.end(options.input);
  const expected = new ExpectedText();
  const finished = endOf(child, { program, expected, timeout: options.timeout ?? defaultTimeout }).finally(release);
  finished.catch(() => {}); // those who await it see the error; a test that only waits for a text need not
  return {
    pid: child.pid ?? -1,
    output: () => expected.all(),
    waitForText: (text, timeout = 20_000) => expected.waitFor(text, timeout),
    type: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    kill: (signal) => signalGroup(child, signal),
    finished,
  };
}

interface Watch {
  readonly program: string;
  readonly expected: ExpectedText;
  readonly timeout: number;
}

function endOf(child: ChildProcessWithoutNullStreams, watch: Watch): Promise<CommandResult> {
  const { program, expected, timeout } = watch;
  const stdout = collect(child.stdout, expected);
  const stderr = collect(child.stderr, expected);
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      signalGroup(child, "SIGKILL");
    }, timeout);
    child.once("error", (error) => {
      clearTimeout(timer);
      expected.end();
      reject(new Error(`${program} could not be started: ${error.message}`, { cause: error }));
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      expected.end();
      if (late) reject(new Error(`${program} took longer than ${timeout / 1000} s. It printed:\n${expected.all()}`));
      else resolve({ stdout: stdout(), stderr: stderr(), code: exitCode(code, signal) });
    });
  });
}

function collect(stream: NodeJS.ReadableStream, expected: ExpectedText): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text += chunk;
    expected.add(chunk);
  });
  return () => text;
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

function signalGroup(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended by itself in this very moment
  }
}
