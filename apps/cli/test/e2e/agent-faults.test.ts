import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { monitorNamed, startAgentScene, type AgentScene } from "./agent-scene.ts";

describe("faults of a host in a real Uptime Kuma: one outage is one DOWN and one UP, and nothing else is any", () => {
  let scene: AgentScene;
  let heard = 0;

  beforeAll(async () => {
    scene = await startAgentScene();
    await scene.bed.writeUnit(
      "demo.service",
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh -c 'while ! test -e /run/crash; do sleep 0.1; done; exit 3'\n",
    );
    await systemctl("start", "demo.service");
    const { code, stderr } = await scene.run("agent", "install", "demo");
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(async () => scene[Symbol.asyncDispose]());
  beforeEach(() => {
    heard = scene.sink.alerts.length;
  });

  async function systemctl(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await scene.bed.exec(["systemctl", ...args]);
    if (code !== 0) throw new Error(stderr);
  }

  /** The alerts of this test. */
  function alerts(): string[] {
    return scene.sink.alerts.slice(heard).map(({ status }) => status);
  }

  async function untilAlerts(...wanted: readonly string[]): Promise<void> {
    await expect.poll(alerts, { timeout: 15_000 }).toEqual(wanted);
  }

  it("a service that is killed", async () => {
    await systemctl("kill", "--signal=KILL", "demo.service");
    await untilAlerts("down");
    expect(scene.sink.alerts.at(-1)?.text).toContain("demo.service failed: signal KILL");
    await systemctl("start", "demo.service");
    await untilAlerts("down", "up");
  });

  it("a service that ends by itself, and fails to start again", async () => {
    await scene.bed.writeFile("/run/crash", "");
    await untilAlerts("down");
    for (let round = 0; round < 3; round += 1) await scene.bed.exec(["systemctl", "start", "demo.service"]);
    await scene.bed.exec(["rm", "/run/crash"]);
    await sleep(500);
    await systemctl("restart", "demo.service");
    await sleep(2000);
    // It did run for a moment in between; what matters is that the end is told once.
    expect(alerts()[0]).toBe("down");
    expect(alerts().at(-1)).toBe("up");
    expect(alerts().some((status, index, all) => status === all[index - 1])).toBe(false);
  });

  it("restarts, reloads of systemd, a new systemd and a new bus: nobody is told", async () => {
    for (let round = 0; round < 5; round += 1) await systemctl("restart", "demo.service");
    for (let round = 0; round < 20; round += 1) await systemctl("daemon-reload");
    await systemctl("daemon-reexec");
    await systemctl("kill", "--signal=KILL", "dbus.service");
    await systemctl("start", "dbus.service");
    await sleep(3000);
    expect(alerts()).toEqual([]);
    await systemctl("kill", "--signal=KILL", "demo.service");
    await untilAlerts("down");
    await systemctl("start", "demo.service");
    await untilAlerts("down", "up");
  });

  it("a service that is stopped for good", async () => {
    await systemctl("stop", "demo.service");
    await untilAlerts("down");
    await systemctl("start", "demo.service");
    await untilAlerts("down", "up");
    const { id } = await monitorNamed(scene.client, "tk-app3/demo");
    const beats = await scene.client.monitors.heartbeats(id, { hours: 1 });
    const changes = beats.filter(({ important }) => important).map(({ status }) => status);
    expect(changes.some((status, index) => status === changes[index - 1])).toBe(false);
  });
});
