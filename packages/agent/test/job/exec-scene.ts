import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";

const build = fileURLToPath(new URL("../../build-bundle.mjs", import.meta.url));

/** How a run of `kuma-agent exec` ended. */
export interface ExecResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ExecRun {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly result: Promise<ExecResult>;
  /** Everything on stdout so far. */
  stdout(): string;
}

export interface ExecScene {
  readonly folder: string;
  readonly server: PushServer;
  start(options: readonly string[], job: readonly string[], input?: string): ExecRun;
  run(options: readonly string[], job: readonly string[], input?: string): Promise<ExecResult>;
  close(): Promise<void>;
}

export const token = "T0kenOfTheJob";

/** Builds the program as it is shipped, into a new folder. */
export async function buildAgent(): Promise<{ readonly program: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "kuma-exec-bundle-"));
  const program = join(folder, "kuma-agent.mjs");
  const child = spawn(process.execPath, [build, program], { stdio: "inherit" });
  const code = await new Promise((resolve) => {
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error("the bundle could not be built");
  return { program, remove: () => rmSync(folder, { recursive: true }) };
}

/** A server that takes pushes, a token, and a place for what is kept of the jobs. */
export async function execScene(program: string): Promise<ExecScene> {
  const folder = mkdtempSync(join(tmpdir(), "kuma-exec-test-"));
  const server = await startPushServer();
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, `${token}\n`);
  chmodSync(tokenFile, 0o600);
  const start: ExecScene["start"] = (options, job, input) => {
    const common = ["--token-file", tokenFile, "--server", server.url, "--state-folder", join(folder, "state")];
    const argv = [program, "exec", ...common, ...options, "--", ...job];
    const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "pipe"], cwd: folder });
    const out: Buffer[] = [];
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    const result = new Promise<ExecResult>((resolve) => {
      child.once("close", (code) => resolve({ code, stdout: Buffer.concat(out), stderr }));
    });
    return { child, pid: child.pid ?? 0, result, stdout: () => Buffer.concat(out).toString() };
  };
  return {
    folder,
    server,
    start,
    run: (options, job, input) => start(options, job, input).result,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
