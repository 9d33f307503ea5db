import { spawn } from "node:child_process";
import { constants } from "node:os";

import type { RunOptions, RunResult } from "./host.ts";

const mostOutput = 4 * 1024 * 1024;

/** {@link Host.run} on this machine. */
export async function runLocally(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const [program, ...args] = argv;
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // An own session: Ctrl-C reaches only us, and it is we who decide whether the command is ended.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C.UTF-8", SYSTEMD_PAGER: "", SYSTEMD_COLORS: "0", ...options.env },
      timeout: options.timeout ?? 90_000,
      killSignal: "SIGTERM",
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const out = collect(child.stdout);
    const err = collect(child.stderr);
    // A command that ends without reading its input is no failure of ours.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ code: 127, stdout: "", stderr: `${program}: not found` });
      else reject(error);
    });
    child.once("close", (code, signal) => {
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), stdout: out(), stderr: err() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < mostOutput) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}
