import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

describeOnBed("units that a real systemd restarts", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "stop", "demo.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });

  async function watch(command: string): Promise<void> {
    const unit = `[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=${command}\nRestart=always\n`;
    await scene.bed.writeUnit("demo.service", unit);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    const check = { type: "systemd", unit: "demo.service", interval: 6 };
    scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks: [check] });
  }

  test("one that ends by itself every 2 s is UP, with a note", async () => {
    await watch("/bin/sleep 2");
    await scene.server.waitFor(({ message }) => /it ended by itself and was restarted \d+ times/.test(message), 20_000);
    expect(new Set(scene.server.pushes.map(({ status }) => status))).toEqual(new Set(["up"]));
  });

  test("one that lives 4 s and fails is one DOWN", async () => {
    await watch("/bin/sh -c 'sleep 4; exit 7'");
    await scene.server.waitFor(({ status }) => status === "down");
    await scene.server.waitFor(({ message }) => message.includes("crash loop"), 20_000);
    await sleep(3000);
    const statuses = scene.server.pushes.map(({ status }) => status);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual(["up", "down"]);
  });
});
