import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { oldNode, patience } from "@kumakit/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkTypes } from "../src/checks/registry.ts";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";

const run = promisify(execFile);
const node = oldNode();

let folder: string;
let program: string;
let server: PushServer;

/** As the installed service runs it, but with the old Node. */
async function kumaAgent(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(node ?? "", ["--jitless", program, ...args], { timeout: Math.ceil(patience(30_000)) });
  return stdout;
}

async function writeConfig(checks: readonly object[]): Promise<string> {
  const file = join(folder, "agent.json");
  const tokens = checks.map((_, index) => writeFile(join(folder, `token-${index}`), `T0ken-${index}`, { mode: 0o600 }));
  await Promise.all(tokens);
  const withTokens = checks.map((check, index) => ({ ...check, tokenFile: `token-${index}` }));
  const config = { version: 1, server: { url: server.url }, host: "h", checks: withTokens };
  await writeFile(file, JSON.stringify(config));
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-old-node-"));
  program = join(folder, "kuma-agent.mjs");
  await run(process.execPath, [fileURLToPath(new URL("../build-bundle.mjs", import.meta.url)), program]);
  server = await startPushServer();
}, patience(60_000));
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const notRun = node === undefined ? " [not run: npm has no Node 18 for this processor]" : "";

describe.skipIf(node === undefined)(`on Node 18, the oldest that the agent runs on${notRun}`, () => {
  test("its config is read, with every type of check", async () => {
    const file = await writeConfig(Object.values(checkTypes).map(({ example }) => example));
    expect(await kumaAgent("check", "--config", file)).toContain(`${Object.keys(checkTypes).length} checks`);
  });

  test("it looks, pushes, and reports a death", async () => {
    const listening: Server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await once(listening, "listening");
    const { port } = listening.address() as { readonly port: number };
    const file = await writeConfig([
      { type: "tcp", name: "port", interval: 6, host: "127.0.0.1", port, attempts: 1 },
      { type: "disk", name: "disk", interval: 6, paths: ["/"], minFree: "2 KiB" },
      { type: "memory", name: "memory", interval: 6, minAvailable: "2 MiB" },
      { type: "load", name: "load", interval: 6, max5: 10_000 },
      { type: "command", name: "command", interval: 6, command: ["/bin/sh", "-c", "echo fine"] },
      { type: "file", name: "file", interval: 6, path: program },
      { type: "process", name: "process", interval: 6, program: "node", min: 1 },
      { type: "http", name: "http", interval: 6, url: `${server.url}/page` },
    ]);
    const agent: ChildProcess = spawn(node ?? "", ["--jitless", program, "run", "--config", file], { stdio: "pipe" });
    let said = "";
    for (const stream of [agent.stdout, agent.stderr]) stream?.on("data", (text: Buffer) => (said += text.toString()));
    try {
      for (let index = 0; index < 8; index += 1) {
        await server
          .waitFor(({ path, status }) => path.includes(`T0ken-${index}`) && status === "up", 10_000)
          .catch(() => {
            throw new Error(`no UP of check ${index}: ${said}`);
          });
      }
      listening.close();
      await server.waitFor(({ path, status }) => path.includes("T0ken-0") && status === "down", 20_000);
    } finally {
      listening.close();
      agent.kill("SIGTERM");
      if (agent.exitCode === null) await once(agent, "exit");
    }
    expect(agent.exitCode).toBe(0);
  });

  test("a job is run, and its end pushed", async () => {
    const file = join(folder, "job-token");
    await writeFile(file, "T0ken-job", { mode: 0o600 });
    await kumaAgent("exec", "--server", server.url, "--token-file", file, "--", "/bin/sh", "-c", "echo done");
    const { status } = await server.waitFor(({ path }) => path.includes("T0ken-job"));
    expect(status).toBe("up");
  });

  test("the shell script is written", async () => {
    const file = await writeConfig([{ type: "systemd", name: "unit", interval: 60, unit: "ssh.service" }]);
    expect(await kumaAgent("sh", "--config", file)).toMatch(/^#!\/bin\/sh\n/);
  });
});
