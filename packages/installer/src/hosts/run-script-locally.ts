import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";

import type { HostScript, ScriptResult } from "./host.ts";
import { CollectedOutput, environmentOfScripts, feed, LineReader } from "./script-streams.ts";

/** A local command that brings a script into a shell. */
export interface ShellCommand {
  /** The command for the text of a script; the script's arguments follow. */
  argv(program: string): readonly [string, ...string[]];
  /** Has the script ended, when a signal to the command would not reach it. */
  end?(child: ChildProcess): void;
}

/** {@link Host.runScript} on this machine. */
export async function runScriptLocally(script: HostScript): Promise<ScriptResult> {
  return await runInShell(script, { argv: (program) => ["/bin/sh", "-c", program, "kuma"] });
}

/** A script that only looks, and so has a limit, ends with all that it waits for; one that works puts everything back by itself. */
function endLocally(child: ChildProcess, { timeout }: HostScript): void {
  if (timeout === undefined || child.pid === undefined) child.kill("SIGTERM");
  else if (child.exitCode === null) process.kill(-child.pid, "SIGTERM");
}

/**
 * Runs a script in a shell that a local command starts; arguments go to that command as they are.
 *
 * @throws Error of `spawn` when the command cannot be started
 */
export async function runInShell(script: HostScript, shell: ShellCommand): Promise<ScriptResult> {
  const [command, ...before] = shell.argv(script.program);
  return await new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...script.args], {
      // A session for itself: Ctrl-C reaches only us, and it is we who decide when the script is ended.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: environmentOfScripts(),
    });
    const { signal, timeout } = script;
    const end = (): void => (shell.end === undefined ? endLocally(child, script) : shell.end(child));
    const timer = timeout === undefined ? undefined : setTimeout(end, timeout);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted === true) end();
    const output = new CollectedOutput();
    const complaint = new CollectedOutput();
    const lines = script.onLine === undefined ? undefined : new LineReader(script.onLine);
    child.stdout.on("data", (chunk: Buffer) => {
      output.add(chunk);
      lines?.add(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => complaint.add(chunk));
    feed(child.stdin, script.input);
    child.once("error", reject);
    child.once("close", (code, by) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      const exitCode = code ?? 128 + (by === null ? 0 : constants.signals[by]);
      resolve({ code: exitCode, output: output.all(), complaint: complaint.all().toString("utf8") });
    });
  });
}
