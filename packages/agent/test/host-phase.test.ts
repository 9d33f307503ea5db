import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentConfig } from "@kumakit/agent/config";
import { runAgent, type UnitState, type UnitStateSource } from "@kumakit/agent";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { completeConfig } from "../src/config/agent-config.ts";
import { serveAgent } from "../src/agent/serve-agent.ts";
import { monotonicNow } from "../src/systemd/monotonic-clock.ts";
import { MonitoredCheck } from "../src/agent/monitored-check.ts";
import { OutageMemory } from "../src/agent/outage-memory.ts";
import { SharedTicks } from "../src/agent/shared-ticks.ts";
import { silentLogger } from "../src/logger.ts";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";
import { runningService as active } from "./support/unit-states.ts";

let folder: string;
let server: PushServer;
let stop: AbortController;
let running: Promise<void> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-phase-"));
  await writeFile(join(folder, "token"), "Token", { mode: 0o600 });
  server = await startPushServer();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await running;
  await server.close();
  await rm(folder, { recursive: true });
});

const failed: Partial<UnitState> = { activeState: "failed", subState: "failed", result: "exit-code" };
const starting: Partial<UnitState> = { activeState: "activating", subState: "start", hasJob: true };

/** A service manager that is in one phase, and reports one unit. */
function managerIn(phase: UnitStateSource["phase"], first: Partial<UnitState>) {
  const source = {
    phase,
    state: { ...active, ...first },
    listeners: new Set<(state: UnitState) => void>(),
    read: () => Promise.resolve([source.state]),
    watch: (_units: readonly string[], listener: (state: UnitState) => void) => {
      source.listeners.add(listener);
      return () => source.listeners.delete(listener);
    },
    readMatching: () => Promise.resolve([source.state]),
    watchMatching: () => () => undefined,
    close: () => undefined,
    become(next: Partial<UnitState>) {
      source.state = { ...active, ...next };
      for (const listener of source.listeners) listener(source.state);
    },
  };
  return source;
}

function watch(systemd: UnitStateSource, settings: Partial<AgentConfig> = {}): void {
  const unit = { type: "systemd", name: "a", unit: "a.service", interval: 6, tokenFile: "token" } as const;
  const config: AgentConfig = { version: 1, server: { url: server.url }, host: "h", checks: [unit], ...settings };
  running = runAgent({ config, configFolder: folder, signal: stop.signal, systemd });
}

function messages(): string[] {
  const all = server.pushes.map(({ status, message }) => `${status} ${message}`);
  return all.filter((text, index) => text !== all[index - 1]);
}

describe("while the host shuts down", () => {
  test("a unit that fails is not reported, and the heartbeat goes on; it is reported when the shutdown is called off", async () => {
    const manager = managerIn("running", {});
    watch(manager);
    await server.waitFor(() => true);
    manager.phase = "stopping";
    manager.become(failed);
    await sleep(1300);
    expect(server.pushes.length).toBeGreaterThanOrEqual(2);
    expect(messages()).toEqual(["up h: a.service is running (active/running)"]);
    manager.phase = "running";
    manager.become(failed);
    await server.waitFor(({ status }) => status === "down");
    expect(messages().at(-1)).toBe("down h: a.service failed: exit-code");
  });

  test("a unit that fails is reported at once with plannedReboot: tell", async () => {
    const manager = managerIn("stopping", {});
    watch(manager, { plannedReboot: "tell" });
    await server.waitFor(() => true);
    manager.become(failed);
    const down = await server.waitFor(({ status }) => status === "down", 500);
    expect(down.message).toBe("h: a.service failed: exit-code");
  });
});

test("a run that goes down with the host is an outage until its next start", async () => {
  const stateFolder = join(folder, "state");
  const unit = { type: "systemd", name: "a", unit: "a.service", interval: 6, tokenFile: "token" } as const;
  const config = completeConfig({ version: 1, server: { url: server.url }, host: "h", checks: [unit] });
  const boot = async (systemd: UnitStateSource, ends: AbortSignal): Promise<void> =>
    serveAgent({ config, configFolder: folder, signal: ends, systemd }, { manager: "system", stateFolder });
  const manager = managerIn("running", { activeEnterAt: 1 });
  const shutdown = new AbortController();
  const first = boot(manager, shutdown.signal);
  await server.waitFor(() => true);
  manager.phase = "stopping";
  shutdown.abort();
  await first;
  await sleep(1100);
  running = boot(managerIn("running", { activeEnterAt: monotonicNow() }), stop.signal);
  const { message } = await server.waitFor((push) => push.message.includes("after"));
  expect(message).toMatch(/^h: a\.service is running \(active\/running\), after \d+ s down$/);
});

describe("while the host boots", () => {
  test("a unit that is starting counts as UP until the grace ends", async () => {
    watch(managerIn("starting", starting), { bootGrace: 11 });
    await server.waitFor(({ status }) => status === "down", 14_000);
    expect(messages()).toEqual([
      "up h: a.service is starting (activating/start), the host is booting",
      "down h: a.service is starting (activating/start) for 11 s",
    ]);
  });

  test("one that is not started yet is not reported, neither way, until the boot has ended", async () => {
    const manager = managerIn("starting", { activeState: "inactive", subState: "dead" });
    watch(manager);
    await sleep(1300);
    expect(messages()).toEqual([]);
    manager.phase = "running";
    await sleep(5000);
    expect(messages()).toEqual(["down h: a.service is not running (inactive/dead)"]);
  });

  test.each<[string, Partial<UnitState>]>([
    ["has failed", failed],
    ["does not exist", { activeState: "inactive", subState: "dead", loadState: "not-found" }],
    ["was not to be started", { activeState: "inactive", subState: "dead", conditionFailed: true }],
  ])("one that %s is DOWN at once", async (_why, state) => {
    watch(managerIn("starting", state));
    expect(await server.waitFor(() => true, 1000)).toMatchObject({ status: "down" });
  });
});

test("a check that does not come back from looking is trouble, once its own limit is over", async () => {
  const check = new MonitoredCheck(
    {
      name: "stuck",
      type: "test",
      settings: { interval: 6, tokenFile: "t" },
      start: () => ({ longestLookMs: 150, look: () => new Promise(() => undefined) }),
      targets: [],
      bootGraceUntil: 0,
      isGoingDown: () => false,
      isGoingDownQuietly: () => false,
    },
    {
      units: () => managerIn("running", {}),
      format: (text) => text,
      hostName: () => "h",
      muteOf: () => undefined,
      configFolder: "/",
      logger: silentLogger,
      outages: new OutageMemory({ file: undefined, logger: silentLogger }),
      ticks: new SharedTicks(),
      onChange: () => undefined,
    },
  );
  check.start();
  expect(check.trouble).toBeUndefined();
  await expect.poll(() => check.trouble, { interval: 5 }).toMatch(/^stuck has been looking for less than 1 s$/);
  await check.stop(0);
});
