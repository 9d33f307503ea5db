import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import type { Writable } from "node:stream";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import { keepSecret, keptSecrets } from "../secrets/kept-secrets.ts";
import type { ToolWords } from "./tool-words.ts";

/** The word by which a `kuma` knows that its command line is handed to it. */
const HANDED = "__handed";

/** The descriptor that it is handed through: others can read the words and the environment of a process. */
const HANDED_THROUGH = 3;

/** The largest output of a command that is taken, in bytes. */
const LARGEST_OUTPUT = 8 * 1024 * 1024;

/** How long a command that was stopped may take to clean up, in ms. */
const PATIENCE = 30_000;

interface HandedCall {
  readonly words: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
}

/** The end of a command. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line that this process was handed; secrets that came with it are kept. */
export function takeHandedCall(): readonly string[] {
  const { words, secrets } = JSON.parse(readFileSync(HANDED_THROUGH, "utf8")) as HandedCall;
  closeSync(HANDED_THROUGH);
  for (const [name, value] of Object.entries(secrets)) keepSecret(name, value);
  return words;
}

/**
 * Runs a command of `kuma` in its own process, in agent mode: what it prints and how it ends cannot disturb the
 * protocol. It has no terminal, so that nothing it starts can ask for a password there.
 *
 * @param program - the script that starts `kuma`
 * @param signal - stops it as Ctrl-C does
 * @throws CliError when it cannot be started, or prints more than anybody could use
 */
export async function handCall(program: string, { words, input }: ToolWords, signal: AbortSignal): Promise<CommandEnd> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [program, HANDED], {
    detached: true,
    env: { ...process.env, KUMA_AGENT_MODE: "1", KUMA_DEBUG: "", FORCE_COLOR: "", NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const stop = (): void => endChild(child);
  signal.addEventListener("abort", stop);
  try {
    const ended = endOf(child);
    const call: HandedCall = { words, secrets: keptSecrets() };
    give(child.stdio[HANDED_THROUGH] as Writable, JSON.stringify(call));
    give(child.stdin, input);
    return await ended;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function give(stream: Writable | null, text: string): void {
  // It may end before it has read everything.
  stream?.on("error", () => {});
  stream?.end(text);
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  const output = { stdout: "", stderr: "" };
  return new Promise((resolve, reject) => {
    for (const name of ["stdout", "stderr"] as const)
      child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
        output[name] += chunk;
        if (output[name].length <= LARGEST_OUTPUT) return;
        endChild(child);
        reject(failure("The command prints more than 8 MB", "ask for less"));
      });
    child.on("error", (error) => reject(failure(`The command cannot be started: ${error.message}`, null)));
    child.on("close", (code) => resolve({ code: code ?? EXIT.failure, ...output }));
  });
}

function endChild(child: ChildProcess): void {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  child.on("close", () => clearTimeout(timer));
}

function failure(message: string, hint: string | null): CliError {
  return new CliError({ code: "KUMA_FAILURE", message, hint, exit: EXIT.failure });
}
