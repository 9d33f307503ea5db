import { spawn, type ChildProcess } from "node:child_process";
import { guardProcess } from "../orphans/orphan-guard.ts";
import type { KumaProgram } from "./kuma-program.ts";
import type { LogTail } from "./log-tail.ts";

const grace = 10_000;

/** One run of a server. */
export interface KumaProcess {
  readonly pid: number;
  /** Whether it has not ended yet. */
  isRunning(): boolean;
  /** Sends a signal to the server and all that it started. */
  signal(name: "SIGTERM" | "SIGKILL"): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

/** The program to run, and how. */
export interface KumaLaunch {
  readonly program: KumaProgram;
  readonly env: Readonly<Record<string, string>>;
  readonly log: LogTail;
}

/** Runs the server; the process ends with ours, however ours ends. */
export function launchKuma({ program, env, log }: KumaLaunch): KumaProcess {
  // An own process group: Ctrl-C on the terminal is for us, and what the server starts can be ended with it.
  const child = spawn(program.node, [...program.args], {
    cwd: program.folder,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`Uptime Kuma could not be started with ${program.node}`);
  const release = guardProcess(pid);
  log.follow(child.stdout);
  log.follow(child.stderr);
  const ended = endOf(child).then(release);
  return {
    pid,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => signalGroup(pid, name),
  };
}

/** Ends a run with SIGTERM, and with SIGKILL when it is still there 10 s later. */
export async function endKuma(run: KumaProcess): Promise<void> {
  if (!run.isRunning()) return;
  const timer = setTimeout(() => run.signal("SIGKILL"), grace);
  run.signal("SIGTERM");
  await run.ended;
  clearTimeout(timer);
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
  });
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // it has ended by itself in this very moment
  }
}
