import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentLogger } from "../../src/logger.ts";
import { pushPeriodSeconds } from "../../src/push-period.ts";
import { LifeSigns, type LifeSignsOptions } from "../../src/service/life-signs.ts";
import { ServiceNotifier } from "../../src/service/service-notifier.ts";

let folder: string;
let log: string[];
const logger = {
  ...silentLogger,
  warn: (text: string) => void log.push(`warn ${text}`),
  error: (text: string) => void log.push(`error ${text}`),
};

beforeEach(async () => {
  log = [];
  folder = await mkdtemp(join(tmpdir(), "kuma-life-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Says what it was given, after `before`; the real one is used on the systemd bed. */
async function putNotifyProgram(before = ""): Promise<void> {
  const file = join(folder, "systemd-notify");
  await writeFile(file, `#!/bin/sh\n${before}\nprintf '%s|' "$@" >>${folder}/said; echo >>${folder}/said\n`);
  await chmod(file, 0o755);
}

function notifier(environment: Record<string, string> = {}): ServiceNotifier {
  const PATH = [folder, "/usr/bin", "/bin"].join(delimiter);
  const made = ServiceNotifier.from({ environment: { NOTIFY_SOCKET: "/run/x", PATH, ...environment }, logger });
  if (made === undefined) throw new Error("there is a socket");
  return made;
}

async function said(): Promise<string[]> {
  const text = await readFile(join(folder, "said"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

describe("the notifier", () => {
  test.each([{}, { NOTIFY_SOCKET: "" }])("is undefined where nobody listens: %j", (environment) => {
    expect(ServiceNotifier.from({ environment, logger })).toBeUndefined();
  });

  test("sends one message after the other, as they are", async () => {
    await putNotifyProgram("sleep 0.0$$");
    const life = notifier();
    const hostile = "STATUS=$(id) 'q' \"d\" %n --help";
    await Promise.all([life.tell("READY=1", hostile), life.tell("WATCHDOG=1"), life.tell("STOPPING=1")]);
    expect(await said()).toEqual([`READY=1|${hostile}|`, "WATCHDOG=1|", "STOPPING=1|"]);
  });

  test.each([
    ["is missing", undefined, "there is no systemd-notify on this host"],
    ["fails", "exit 3", "systemd-notify ended with exit code 3"],
  ])("a program that %s is said once and harms nobody", async (_how, script, message) => {
    if (script !== undefined) await putNotifyProgram(script);
    const life = notifier({ PATH: folder + delimiter + (script === undefined ? "" : "/bin") });
    await life.tell("READY=1");
    await life.tell("WATCHDOG=1");
    expect(log).toEqual([`warn systemd was not notified of READY: ${message}`]);
  });

  test.each([
    [{}, undefined],
    [{ WATCHDOG_USEC: "60000000" }, 60_000],
    [{ WATCHDOG_USEC: "60000000", WATCHDOG_PID: String(process.pid) }, 60_000],
    [{ WATCHDOG_USEC: "60000000", WATCHDOG_PID: "1" }, undefined],
    [{ WATCHDOG_USEC: "0" }, undefined],
    [{ WATCHDOG_USEC: "soon" }, undefined],
  ])("the watchdog of %j", (environment, watchdogMs) => {
    expect(notifier(environment).watchdogMs).toBe(watchdogMs);
  });
});

/** The rhythm of a monitor with that interval, in s. */
function rhythmOf(interval: number): LifeSignsOptions["rhythm"] {
  return () => ({ intervalMs: interval * 1000, periodMs: pushPeriodSeconds(interval) * 1000 });
}

/** Ticks that a test gives, by their period in ms. */
function ticksByHand() {
  const running = new Map<number, () => void>();
  return {
    running,
    start: (periodMs: number, onTick: () => void) => {
      running.set(periodMs, onTick);
      return { stop: () => void running.delete(periodMs) };
    },
  };
}

describe("the life signs", () => {
  test.each([
    { interval: 60, watchdog: 120, patience: 55, every: 28 },
    { interval: 20, watchdog: 120, patience: 15, every: 8 },
    { interval: 6, watchdog: 120, patience: 10, every: 5 },
    { interval: 600, watchdog: 120, patience: 120, every: 66 },
    { interval: 60, watchdog: 30, patience: 30, every: 16.5 },
  ])("an agent that hangs is killed before a monitor of $interval s raises its alarm", async (expected) => {
    await putNotifyProgram();
    const { interval, watchdog, patience, every } = expected;
    const ticks = ticksByHand();
    const signs = new LifeSigns({
      notifier: notifier({ WATCHDOG_USEC: String(watchdog * 1_000_000) }),
      status: () => "fine",
      trouble: () => undefined,
      rhythm: rhythmOf(interval),
      startTicks: ticks.start,
      logger,
    });
    await signs.ready();
    expect(await said()).toEqual([`READY=1|STATUS=fine|WATCHDOG_USEC=${patience * 1_000_000}|`]);
    expect([...ticks.running.keys()]).toEqual([every * 1000]);
    await signs.stopping();
    expect(ticks.running.size).toBe(0);
  });

  test("another config has another rhythm, and the former one ends", async () => {
    await putNotifyProgram();
    const ticks = ticksByHand();
    let rhythm = rhythmOf(60);
    const signs = new LifeSigns({
      notifier: notifier({ WATCHDOG_USEC: "120000000" }),
      status: () => "fine",
      trouble: () => undefined,
      rhythm: () => rhythm(),
      startTicks: ticks.start,
      logger,
    });
    await signs.ready();
    rhythm = rhythmOf(40);
    await signs.reloading();
    await signs.reloaded();
    expect([...ticks.running.keys()]).toEqual([18_000]);
    expect((await said()).at(-1)).toBe("READY=1|STATUS=fine|WATCHDOG_USEC=35000000|");
    ticks.running.get(18_000)?.();
    await expect.poll(async () => (await said()).at(-1)).toBe("WATCHDOG=1|");
  });

  test("feed the watchdog only while there is no trouble, and say so once", async () => {
    await putNotifyProgram();
    let trouble: string | undefined;
    const ticks = ticksByHand();
    const signs = new LifeSigns({
      notifier: notifier({ WATCHDOG_USEC: "200000" }),
      status: () => "1 check: 1 up",
      trouble: () => trouble,
      rhythm: rhythmOf(60),
      startTicks: ticks.start,
      logger,
    });
    const fed = async () => (await said()).filter((line) => line === "WATCHDOG=1|").length;
    await signs.ready();
    const [tick] = ticks.running.values();
    if (tick === undefined) throw new Error("no sign of life is due");
    expect((await said())[0]).toBe("READY=1|STATUS=1 check: 1 up|WATCHDOG_USEC=200000|");
    tick();
    await expect.poll(fed).toBe(1);
    trouble = "job has been looking for 20 s";
    for (let count = 0; count < 3; count += 1) tick();
    expect(log).toEqual(["error systemd's watchdog is left to restart the agent: job has been looking for 20 s"]);
    trouble = undefined;
    tick();
    await expect.poll(fed).toBe(2);
    await signs.stopping();
    expect((await said()).slice(1)).toEqual(["WATCHDOG=1|", "WATCHDOG=1|", "STOPPING=1|STATUS=stopping|"]);
    expect(ticks.running.size).toBe(0);
  });

  test("tell a changed status soon, and an unchanged one not at all", async () => {
    await putNotifyProgram();
    let status = "1 check: 1 unknown";
    const signs = new LifeSigns({
      notifier: notifier(),
      status: () => status,
      trouble: () => undefined,
      rhythm: rhythmOf(60),
      startTicks: ticksByHand().start,
      logger,
    });
    signs.touch();
    await signs.ready();
    signs.touch();
    status = "1 check: 1 up";
    signs.touch();
    await expect.poll(said, { timeout: 4000 }).toEqual(["READY=1|STATUS=1 check: 1 unknown|", "STATUS=1 check: 1 up|"]);
    signs.touch();
    await sleep(2300);
    expect(await said()).toHaveLength(2);
    await signs.stopping();
  });

  test("tell when a reload began, on the monotonic clock", async () => {
    await putNotifyProgram();
    const signs = new LifeSigns({
      notifier: notifier(),
      status: () => "fine",
      trouble: () => undefined,
      rhythm: rhythmOf(60),
      startTicks: ticksByHand().start,
      logger,
    });
    await signs.ready();
    const before = process.hrtime.bigint() / 1000n;
    await signs.reloading();
    await signs.reloaded();
    const [, reloading, reloaded] = await said();
    const at = BigInt(
      /^RELOADING=1\|MONOTONIC_USEC=(\d+)\|STATUS=reading the config\|$/.exec(reloading ?? "")?.[1] ?? 0,
    );
    expect(at - before).toBeGreaterThanOrEqual(0n);
    expect(at - before).toBeLessThan(1_000_000n);
    expect(reloaded).toBe("READY=1|STATUS=fine|");
    await signs.stopping();
  });
});
