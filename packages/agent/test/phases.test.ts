import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CheckContext, CheckResult } from "../src/checks/check.ts";
import { MonitoredCheck } from "../src/agent/monitored-check.ts";
import type { MonitoredCheckOptions } from "../src/agent/monitored-check-options.ts";
import { OutageMemory } from "../src/agent/outage-memory.ts";
import { SharedTicks } from "../src/agent/shared-ticks.ts";
import { silentLogger } from "../src/logger.ts";
import { PushToken } from "../src/push/push-token.ts";
import type { PushClient } from "../src/push/push-client.ts";
import { ServerLink } from "../src/push/server-link.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string;
let token: PushToken;
const checks: MonitoredCheck[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-phases-"));
  await writeFile(join(folder, "token"), "Token", { mode: 0o600 });
  token = new PushToken({ file: join(folder, "token"), check: "c", logger: silentLogger });
  await token.read();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});
afterEach(async () => {
  await Promise.all(checks.splice(0).map((check) => check.stop(0)));
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const alwaysUp: MonitoredCheckOptions["start"] = () => ({
  longestLookMs: 60_000,
  look: () => Promise.resolve({ status: "up", message: "fine" }),
});

/** When pushes come, in ms since the start. */
function startChecks(count: number, interval = 60, start = alwaysUp): { at: number[][]; begin: number } {
  const at: number[][] = [];
  const begin = performance.now();
  for (let index = 0; index < count; index += 1) {
    const own: number[] = [];
    at.push(own);
    const client: PushClient = {
      push: () => {
        own.push(performance.now() - begin);
        return Promise.resolve({ ok: true });
      },
      dropIdle: () => undefined,
      close: () => undefined,
    };
    const check = new MonitoredCheck(
      {
        name: `check ${index}`,
        type: "test",
        settings: { interval, tokenFile: "t" },
        start,
        targets: [{ role: "first", token, link: new ServerLink(client) }],
        bootGraceUntil: 0,
        isGoingDown: () => false,
        isGoingDownQuietly: () => false,
      },
      {
        units: () => {
          throw new Error("no units here");
        },
        format: (text) => text,
        hostName: () => "h",
        muteOf: () => undefined,
        configFolder: folder,
        logger: silentLogger,
        outages: new OutageMemory({ file: undefined, logger: silentLogger }),
        ticks: new SharedTicks(),
        onChange: () => undefined,
      },
    );
    checks.push(check);
    check.start();
  }
  return { at, begin };
}

test("500 agents that start in the same instant push spread over the whole period, at a fixed rate", async () => {
  const { at } = startChecks(500);
  await vi.advanceTimersByTimeAsync(28_000 * 10);
  const later = at.flat().filter((time) => time >= 28_000);
  const perSecond = new Map<number, number>();
  for (const time of later) perSecond.set(Math.floor(time / 1000), (perSecond.get(Math.floor(time / 1000)) ?? 0) + 1);
  // 500 in 28 s are 18 a second on average; all at once would be 500.
  expect(Math.max(...perSecond.values())).toBeLessThan(50);
  expect(perSecond.size).toBeGreaterThan(240);
  for (const own of at) {
    const ticks = own.slice(1);
    expect(ticks.length).toBeGreaterThanOrEqual(9);
    const gaps = ticks.slice(1).map((time, index) => time - (ticks[index] ?? 0));
    expect(Math.max(...gaps.map((gap) => Math.abs(gap - 28_000)))).toBeLessThan(5);
  }
});

test("setting the wall clock forward or backward makes neither a burst nor a gap", async () => {
  const { at } = startChecks(1, 20);
  for (const jump of [86_400_000, -3 * 86_400_000, 3_600_000, -1]) {
    await vi.advanceTimersByTimeAsync(24_000);
    vi.setSystemTime(Date.now() + jump);
  }
  await vi.advanceTimersByTimeAsync(24_000);
  const [own = []] = at;
  const gaps = own.slice(2).map((time, index) => time - (own[index + 1] ?? 0));
  expect(gaps.length).toBeGreaterThan(10);
  for (const gap of gaps) expect(Math.abs(gap - 8_000)).toBeLessThan(5);
});

test("a heartbeat that was due while nobody could look comes with the first look, and the next one in time", async () => {
  const known: CheckResult = { status: "up", message: "fine" };
  let found: CheckResult = known;
  let report: CheckContext["report"] = () => undefined;
  const { at } = startChecks(1, 30, (context) => {
    ({ report } = context);
    return { longestLookMs: 60_000, look: () => found };
  });
  const [own = []] = at;
  await vi.advanceTimersByTimeAsync(13_000);
  const before = (own.at(-1) ?? 0) + 13_000;
  // To half a second before the heartbeat: the doubt is short wherever this agent begins in its period.
  await vi.advanceTimersByTimeAsync(before + 12_500 - 13_000);
  found = { status: "noData", message: "no bus" };
  report(found);
  await vi.advanceTimersByTimeAsync(1000);
  expect(own.at(-1)).toBe(before);
  found = known;
  report(found);
  await vi.advanceTimersByTimeAsync(0);
  expect(own.at(-1)).toBe(before + 13_500);
  // Made up for once: another look in between sends nothing.
  report(found);
  await vi.advanceTimersByTimeAsync(12_499);
  expect(own.at(-1)).toBe(before + 13_500);
  await vi.advanceTimersByTimeAsync(2);
  expect(own.at(-1)).toBe(before + 26_000);
});
