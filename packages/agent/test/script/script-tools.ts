import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, throughLayer } from "@kumakit/testkit";
import { parseAgentConfig } from "../../src/config/parse-agent-config.ts";
import { formatScript } from "../../src/script/format-script.ts";

export const run = promisify(execFile);

/** A host's programs: names, each with the program of this machine, or of the layer over it, that it is. */
export type Tools = Readonly<Record<string, string>>;

const basics = ["cat", "date", "id", "mkdir", "mv", "rm", "sleep", "tail", "timeout"];

/** A host with coreutils, awk and flock, and what `more` says. */
export function gnuTools(more: Tools): Tools {
  return { ...Object.fromEntries(basics.map((name) => [name, name])), awk: "awk", flock: "flock", ...more };
}

/** A host whose programs are all BusyBox, apart from what `more` says. */
export function busyboxTools(more: Tools): Tools {
  return { ...Object.fromEntries([...basics, "awk"].map((name) => [name, "busybox"])), ...more };
}

export interface ScriptRun {
  readonly code: number;
  readonly stderr: string;
  readonly stdout: string;
}

export interface Script {
  readonly folder: string;
  readonly text: string;
  run(shell: readonly string[], ...args: readonly string[]): Promise<ScriptRun>;
  /** Starts it and gives its process id. */
  start(shell: readonly string[]): { readonly pid: number; readonly ended: Promise<ScriptRun> };
  /** Of this script's own folder between two runs. */
  state(name: string): Promise<string>;
  dispose(): Promise<void>;
}

export interface ScriptOptions {
  readonly config: Record<string, unknown>;
  readonly tools: Tools;
  /** By the name of the file. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What its environment says besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes the script of a config, for a host that has just these tools. */
export async function makeScript({ config, tools, tokens, environment }: ScriptOptions): Promise<Script> {
  const folder = await mkdtemp(join(tmpdir(), "kuma-sh-"));
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, program] of Object.entries(tools)) {
    const file = findProgram(program);
    if (file === undefined) throw new Error(`${program} is missing`);
    await symlink(file, join(bin, name));
  }
  for (const [name, token] of Object.entries(tokens)) await writeFile(join(folder, name), token, { mode: 0o600 });
  const parsed = parseAgentConfig(JSON.stringify({ version: 1, host: "h", ...config }), { file: "agent.json" });
  const made = formatScript(parsed, { folder });
  const text = made.replace(/^PATH=.*$/m, `PATH='${bin}'`);
  if (text === made) throw new Error("the script sets no PATH");
  const file = join(folder, "kuma-agent.sh");
  await writeFile(file, text, { mode: 0o700 });
  const env = { KUMA_AGENT_STATE: join(folder, "state"), PATH: "/nowhere", ...environment };

  function start([shell = "sh", ...options]: readonly string[], args: readonly string[] = []) {
    const [program = "", ...rest] = throughLayer([findProgram(shell) ?? shell, ...options, file, ...args]);
    const child = spawn(program, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.stderr += chunk));
    const ended = new Promise<ScriptRun>((resolve, reject) => {
      child.once("error", reject);
      // Not its output's end: a push that is answered late goes on after the round, and holds it.
      child.once("exit", (code) => setTimeout(() => resolve({ code: code ?? -1, ...output }), 100));
    });
    return { pid: child.pid ?? 0, ended };
  }
  return {
    folder,
    text,
    run: (shell, ...args) => start(shell, args).ended,
    start: (shell) => start(shell),
    state: (name) => readFile(join(folder, "state", name), "utf8"),
    dispose: () => rm(folder, { recursive: true }),
  };
}

/** Reads the arguments of all processes again and again until `ended`; says which of the texts it has seen in them. */
export async function watchArguments(ended: Promise<unknown>, texts: readonly string[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const state = { isOver: false };
  void ended.finally(() => (state.isOver = true));
  while (!state.isOver) {
    const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
    for (const text of texts) if (lines.some((line) => line.includes(text))) seen.add(text);
  }
  return seen;
}
