import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-interrupted-"));
  await run(process.execPath, [
    fileURLToPath(new URL("../build-bundle.mjs", import.meta.url)),
    join(folder, "kuma-agent.mjs"),
  ]);
});
afterEach(async () => rm(folder, { recursive: true }));

test.each([
  ["check", "SIGINT"],
  ["sh", "SIGTERM"],
] as const)("%s that waits for a config which never comes is ended by %s", async (command, signal) => {
  const pipe = join(folder, "agent.json");
  await run("mkfifo", [pipe]);
  const child = spawn(process.execPath, [join(folder, "kuma-agent.mjs"), command, "--config", pipe], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit", { signal: AbortSignal.timeout(5_000) });
  try {
    await sleep(700);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
  } finally {
    child.kill("SIGKILL");
  }
});
