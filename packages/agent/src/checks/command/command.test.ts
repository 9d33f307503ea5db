import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CheckResult } from "../check.ts";
import { commandCheck } from "./settings.ts";
import { startCommand } from "./start.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-command-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function look(
  command: [string, ...string[]],
  { timeout = 5, signal = new AbortController().signal }: { timeout?: number; signal?: AbortSignal } = {},
): Promise<CheckResult> {
  const common = { type: "command", name: "n", interval: 60, tokenFile: "t" } as const;
  const settings = commandCheck.settings.parse({ ...common, command, timeout });
  const context = {
    signal,
    onEnd: () => undefined,
    bootGraceUntil: 0,
    configFolder: folder,
    report: () => undefined,
    units: () => {
      throw new Error("a command needs no units");
    },
  };
  return await startCommand(settings, context).look();
}

const shell = (script: string): [string, ...string[]] => ["/bin/sh", "-c", script];

describe("exit codes", () => {
  test.each<[string, CheckResult["status"], string]>([
    ["exit 0", "up", "sh succeeded"],
    ["echo 'DISK OK - 40 % free | /=60%;80;90'; echo more", "up", "DISK OK - 40 % free"],
    ["echo; echo '  the first with text'; echo second", "up", "the first with text"],
    ["echo 'DISK WARNING'; exit 1", "down", "DISK WARNING (sh ended with exit code 1)"],
    ["echo 'DISK CRITICAL|x=1'; exit 2", "down", "DISK CRITICAL (sh ended with exit code 2)"],
    ["echo 'no such device'; exit 3", "noData", "no such device (sh ended with exit code 3)"],
    ["echo 'only on stderr' >&2; exit 2", "down", "only on stderr (sh ended with exit code 2)"],
    ["exit 77", "down", "sh ended with exit code 77"],
    ["kill -SEGV $$", "down", "sh ended with signal SEGV"],
  ])("%s", async (script, status, message) => {
    const result = await look(shell(script));
    expect(result).toMatchObject({ status, message });
    expect(result.durationMs).toBeGreaterThan(0);
  });
});

test("arguments reach the program as they are: no shell is involved", async () => {
  const hostile = ["$(reboot)", "`id`", "a b", "'", '"', "%s", "*", "🐕", "-x", ";", ""];
  expect(await look(["/usr/bin/printf", "[%s]", ...hostile])).toMatchObject({
    message: hostile.map((argument) => `[${argument}]`).join(""),
  });
});

test("a program that cannot be started is DOWN with the reason", async () => {
  expect(await look([join(folder, "absent")])).toEqual({
    status: "down",
    message: "absent cannot be started: there is no such program",
  });
  expect((await look([folder])).message).toMatch(/cannot be started: it may not be run$/);
});

describe("the time limit", () => {
  async function isAlive(pidFile: string): Promise<boolean> {
    const pid = Number(await readFile(join(folder, pidFile), "utf8"));
    try {
      process.kill(pid, 0);
      // A zombie has ended too; only nobody has fetched it yet.
      return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, "utf8"));
    } catch {
      return false;
    }
  }

  test("ends the program and all it started", async () => {
    const startedAt = performance.now();
    const result = await look(shell(`echo begun; sleep 60 & echo $! > ${folder}/child; wait`), { timeout: 0.3 });
    expect(result).toMatchObject({ status: "down", message: "sh did not end in time and was killed; it said: begun" });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await sleep(50);
    expect(await isAlive("child")).toBe(false);
  });

  test("ends one that does not listen to SIGTERM", async () => {
    const script = `trap '' TERM; echo $$ > ${folder}/self; while :; do sleep 0.1; done`;
    expect(await look(shell(script), { timeout: 0.3 })).toMatchObject({ status: "down" });
    await sleep(50);
    expect(await isAlive("self")).toBe(false);
  });

  test("is not needed for what a program leaves behind with its output open", async () => {
    const startedAt = performance.now();
    const result = await look(shell(`sleep 60 & echo $! > ${folder}/child; echo done`));
    expect(result).toMatchObject({ status: "up", message: "done" });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(await isAlive("child")).toBe(true);
    process.kill(Number(await readFile(join(folder, "child"), "utf8")), "SIGKILL");
  });

  test("is cut short when the agent stops", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const startedAt = performance.now();
    await look(shell("sleep 60"), { timeout: 50, signal: stop.signal });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

test("endless output is neither kept nor waited for", async () => {
  const result = await look(["/usr/bin/yes", "🐕".repeat(50)], { timeout: 0.5 });
  expect(result.status).toBe("down");
  expect(Buffer.byteLength(result.message)).toBeLessThan(64 * 1024);
});
