import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../../src/repository-root.ts";

const run = promisify(execFile);
const [server] = kumaServers();
if (server === undefined) throw new Error("no Kuma to run the examples against");

let folder = "";
let client: KumaClient;

// Another package, outside of the workspace, that has only the built packages in its node_modules.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kumakit-readme-"));
  await mkdir(join(folder, "node_modules/@kumakit"), { recursive: true });
  for (const name of ["client", "agent"]) {
    await symlink(join(repositoryRoot, "packages", name), join(folder, "node_modules/@kumakit", name));
  }
  client = await connect({ url: server.url, auth: passwordAuth(server) });
});

afterAll(async () => {
  await client?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the client example of the README makes a monitor", async () => {
  const code = (await example("@kumakit/client")).replace('"admin"', JSON.stringify(server.username));
  const { stdout } = await runModule(code, { KUMA_PASSWORD: server.password });
  const [, id] = /^monitor (\d+) of Uptime Kuma \d/.exec(stdout) ?? [];
  const monitor = await client.monitors.get(Number(id));
  expect(monitor).toMatchObject({ name: "nightly backup", type: "push", interval: 60, upsideDown: false });
  await client.monitors.delete(monitor.id);
});

test("the agent example of the README beats for its monitor", async () => {
  const monitor = await client.monitors.create({ type: "push", name: "README agent example", interval: 60 });
  try {
    await writeFile(join(folder, "disk.token"), monitor.pushToken ?? "", { mode: 0o600 });
    await runModule((await example("@kumakit/agent")).replace("/etc/kuma-agent", folder), {});
    const beats = await client.monitors.heartbeats(monitor.id, { hours: 1 });
    expect(beats.map((beat) => beat.status)).toContain("up");
  } finally {
    await client.monitors.delete(monitor.id);
  }
});

async function example(importedPackage: string): Promise<string> {
  const readme = await readFile(join(repositoryRoot, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
  const block = blocks.find((code) => code.includes(`from "${importedPackage}"`));
  if (block === undefined) throw new Error(`README.md has no example that imports ${importedPackage}`);
  return block.replace("https://kuma.example.org", server?.url ?? "");
}

async function runModule(code: string, env: Record<string, string>) {
  const file = join(folder, "example.mjs");
  await writeFile(file, code);
  return run(process.execPath, [file], { env: { ...process.env, ...env }, timeout: 60_000 });
}
