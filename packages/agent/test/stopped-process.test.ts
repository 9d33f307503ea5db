import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";
import { startProxy } from "./support/start-proxy.ts";

let folder: string;
let server: PushServer;
let agent: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-stopped-"));
  server = await startPushServer();
  await writeFile(join(folder, "token"), "Token", { mode: 0o600 });
  const build = fileURLToPath(new URL("../build-bundle.mjs", import.meta.url));
  await promisify(execFile)(process.execPath, [build, join(folder, "kuma-agent.mjs")]);
});
afterEach(async () => {
  if (agent !== undefined && agent.exitCode === null) {
    const ended = once(agent, "exit");
    agent.kill("SIGKILL");
    await ended;
  }
  agent = undefined;
  await server.close();
  await rm(folder, { recursive: true });
});

async function run(command: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<ChildProcess> {
  const check = { type: "command", name: "job", command, timeout: 5, interval: 6, tokenFile: "token" };
  const file = join(folder, "agent.json");
  await writeFile(file, JSON.stringify({ version: 1, server: { url: server.url }, host: "h", checks: [check] }));
  // As the installed service runs it.
  agent = spawn(process.execPath, ["--jitless", join(folder, "kuma-agent.mjs"), "run", "--config", file], {
    env,
    stdio: "ignore",
  });
  await server.waitFor(() => true);
  return agent;
}

test("a process that was stopped for many periods pushes at once, once, and goes on in its rhythm", async () => {
  const child = await run(["/bin/true"]);
  await sleep(2_500);
  child.kill("SIGSTOP");
  await sleep(300);
  const before = server.pushes.length;
  await sleep(5_000);
  expect(server.pushes.length).toBe(before);
  child.kill("SIGCONT");
  const woken = performance.now();
  await server.waitFor(({ at }) => at >= woken, 2_000);
  await sleep(4_000);
  const times = server.pushes.filter(({ at }) => at >= woken).map(({ at }) => at - woken);
  expect(times[0]).toBeLessThan(900);
  // The one that was missed, and one a second.
  expect(times.length).toBeGreaterThanOrEqual(4);
  expect(times.length).toBeLessThanOrEqual(7);
});

test("a check slower than the period neither silences the heartbeat nor makes it burst", async () => {
  await run(["/bin/sh", "-c", "sleep 2.5"]);
  const start = performance.now();
  await sleep(9_000);
  const times = server.pushes.filter(({ at }) => at > start).map(({ at }) => at);
  expect(times.length).toBeGreaterThanOrEqual(7);
  expect(times.length).toBeLessThanOrEqual(14);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(2_000);
});

test("the one file without a compiler goes through the proxy of its environment", async () => {
  const proxy = await startProxy();
  try {
    await run(["/bin/true"], {
      ...process.env,
      http_proxy: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: "",
      no_proxy: "",
    });
    expect(proxy.requests[0]?.line).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/api\/push\/Token\?status=up/);
  } finally {
    await proxy.close();
  }
});
