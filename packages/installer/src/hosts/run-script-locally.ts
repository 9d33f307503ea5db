import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { Readable } from "node:stream";

import type { HostScript, ScriptResult } from "./host.ts";

/** No script of ours prints more, in bytes; the rest is dropped. */
const mostOutput = 32 * 1024 * 1024;

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
    const end = (): void => (shell.end === undefined ? void child.kill("SIGTERM") : shell.end(child));
    const timer = timeout === undefined ? undefined : setTimeout(end, timeout);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted === true) end();
    const output = collect(child.stdout);
    const complaint = collect(child.stderr);
    if (script.onLine !== undefined) readLines(child.stdout, script.onLine);
    // A script that ends without reading its input has not failed for that.
    child.stdin.on("error", () => undefined);
    if (script.input instanceof Readable) script.input.pipe(child.stdin);
    else child.stdin.end(script.input ?? "");
    child.once("error", reject);
    child.once("close", (code, by) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      const exitCode = code ?? 128 + (by === null ? 0 : constants.signals[by]);
      resolve({ code: exitCode, output: output(), complaint: complaint().toString("utf8") });
    });
  });
}

/** Our own settings may hold a password, which no program on the host needs. */
function environmentOfScripts(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KUMA_")));
}

function collect(stream: Readable): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < mostOutput) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks);
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      onLine(rest.subarray(0, end).toString("utf8"));
      rest = rest.subarray(end + 1);
    }
  });
}
