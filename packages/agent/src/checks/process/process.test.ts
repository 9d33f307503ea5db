import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckResult } from "../check.ts";
import { processCheck } from "./settings.ts";
import { startProcess } from "./start.ts";
import { findProcesses } from "./find-processes.ts";
import { judgeProcesses, type ProcessLimits } from "./judge-processes.ts";
import { parseProcessStat, parseProcessStatus } from "./parse-process.ts";
import { contextFor } from "../../../test/support/context-for.ts";

let folder: string;
const children: ChildProcess[] = [];
const mark = `${40_000_000 + process.pid}`;

async function start(program: string, ...args: string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: "ignore" });
  children.push(child);
  await once(child, "spawn");
  return child;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-process-"));
  // The kernel cuts the name of this one.
  await copyFile("/bin/sleep", join(folder, "kuma-long-name-of-a-sleep"));
  await start("/bin/sleep", mark);
  await start("/bin/sleep", mark);
  await start(join(folder, "kuma-long-name-of-a-sleep"), mark);
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function look(settings: Record<string, unknown>): Promise<CheckResult> {
  const common = { type: "process", name: "n", interval: 60, tokenFile: "t" };
  return await startProcess(processCheck.settings.parse({ ...common, ...settings }), contextFor()).look();
}

describe("real processes", () => {
  test.each<[string, Record<string, unknown>, "up" | "down" | "noData", RegExp]>([
    [
      "by name and command line",
      { program: "sleep", commandLine: `/\\b${mark}$/` },
      "up",
      /: 2 running, [\d.]+ (KiB|MiB)$/,
    ],
    ["by command line", { commandLine: `/ ${mark}$/` }, "up", /: 3 running/],
    ["by a long name", { program: "kuma-long-name-of-a-sleep", commandLine: mark }, "up", /: 1 running/],
    ["too few", { commandLine: `/ ${mark}$/`, min: 4 }, "down", /: 3 running, at least 4 wanted$/],
    ["too many", { commandLine: `/ ${mark}$/`, max: 2 }, "down", /: 3 running, at most 2 wanted$/],
    ["too big", { commandLine: `/ ${mark}$/`, maxMemory: 10 }, "down", /sleep \(PID \d+\) holds .*, limit 10 bytes/],
    ["none", { program: "no-such-program" }, "down", /^no-such-program: no such process$/],
    ["none, as it must be", { program: "no-such-program", max: 0 }, "up", /^no-such-program: 0 running$/],
    ["of this user", { commandLine: `/ ${mark}$/`, user: userInfo().username }, "up", /: 3 running/],
    ["of another user", { commandLine: `/ ${mark}$/`, user: "daemon" }, "down", /no such process$/],
    ["of nobody that there is", { user: "no-such-user" }, "noData", /there is no user no-such-user on this host$/],
    ["by a pattern that takes for ever", { commandLine: "/^((.)+)+!$/" }, "noData", /takes too long: make it simpler$/],
  ])("%s", async (_case, settings, ...[status, message]) => {
    const result = await look(settings);
    expect(result.message).toMatch(message);
    expect(result.status).toBe(status);
  });

  test("by the path of the program", async () => {
    const program = join(folder, "kuma-long-name-of-a-sleep");
    expect(await look({ program })).toMatchObject({ status: "up", message: expect.stringMatching(/: 1 running/) });
    expect(await look({ program: join(folder, "sleep") })).toMatchObject({ status: "down" });
  });

  test("the agent itself does not count", async () => {
    const child = await start(process.execPath, "-e", "setTimeout(() => {}, 60_000)");
    const found = await findProcesses({ program: process.execPath, uid: undefined, commandLine: undefined });
    const pids = found.map(({ pid }) => pid);
    expect(pids).toContain(child.pid);
    expect(pids).not.toContain(process.pid);
  });

  test("zombies are counted apart", async () => {
    // The shell becomes a sleep, which never asks how its child ended.
    await start("/bin/sh", "-c", `sh -c "exit 0" & exec sleep ${mark}9`);
    await sleep(300);
    const parent = children.at(-1)?.pid;
    const stats = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8");
    const zombie = parseProcessStat(await readFile(`/proc/${stats.trim()}/stat`, "utf8"));
    expect(zombie?.state).toBe("Z");
    const result = await look({ program: "sh", max: 100_000, maxZombies: 0 });
    expect(result).toMatchObject({ status: "down", message: expect.stringMatching(/\d+ zombies?, limit 0$/) });
  });
});

describe("what the kernel says", () => {
  const numbers = `1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 12345 20`;
  test.each([
    [`7 (sleep) S ${numbers}`, { pid: 7, name: "sleep", state: "S", startedAt: 123.45 }],
    [`7 (a) (b) S) Z ${numbers}`, { pid: 7, name: "a) (b) S", state: "Z", startedAt: 123.45 }],
    [`7 (line\nbreak) R ${numbers}`, { pid: 7, name: "line\nbreak", state: "R", startedAt: 123.45 }],
    ["", undefined],
    ["7 sleep S 1 2", undefined],
    ["7 (sleep) S 1 2", undefined],
    [`x (sleep) S ${numbers}`, undefined],
  ])("stat %j", (text, stat) => expect(parseProcessStat(text)).toEqual(stat));

  test.each([
    ["Name:\tx\nUid:\t1\t33\t1\t1\nVmRSS:\t    2048 kB\n", { uid: 33, memory: 2_097_152 }],
    ["Name:\tkthreadd\nUid:\t0\t0\t0\t0\n", { uid: 0, memory: 0 }],
    ["Name:\tUid:\t5\t5\n", undefined],
  ])("status %j", (text, status) => expect(parseProcessStatus(text)).toEqual(status));
});

describe("limits", () => {
  const one = { pid: 5, name: "php", state: "S", startedAt: 1000, uid: 0, memory: 1024 ** 2 };
  const none: ProcessLimits = {
    min: 1,
    max: undefined,
    maxMemory: undefined,
    maxAge: undefined,
    maxZombies: undefined,
  };
  const dead = { ...one, pid: 6, state: "Z", memory: 0 };

  test.each([
    [[one], none, "up", "php: 1 running, 1 MiB"],
    [[one, dead], none, "up", "php: 1 running, 1 MiB, 1 zombie"],
    [[dead, dead], none, "down", "php: no such process; 2 zombies"],
    [[one, dead], { ...none, maxZombies: 0 }, "down", "php: 1 zombie, limit 0"],
    [[one], { ...none, maxAge: 7200 }, "down", "php: php (PID 5) runs for 2 h 30 min, limit 2 h"],
    [[one], { ...none, maxAge: 9001 }, "up", "php: 1 running, 1 MiB"],
  ] as const)("%#", (found, limits, ...[status, message]) => {
    expect(judgeProcesses("php", found, { ...limits, uptime: 10_000 })).toEqual({ status, message });
  });
});
