import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { beforeEach, expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

describeOnBed("the agent's first look at a real systemd", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "stop", "demo.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });
  beforeEach(async () => {
    await scene.bed.writeUnit(
      "demo.service",
      "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n",
    );
    // systemd forgets what it knows of a unit that stopped and that nothing refers to.
    await must(scene.bed, ["systemctl", "enable", "demo.service"]);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
  });

  async function watchDemo(): Promise<void> {
    const check = { type: "systemd", unit: "demo.service", interval: 6 };
    scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks: [check] });
  }

  function statuses(): string[] {
    return scene.server.pushes.map(({ status }) => status ?? "");
  }

  test("says nothing of a unit that is restarted while the agent starts", async () => {
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    await watchDemo();
    await sleep(1500);
    expect(statuses()).toEqual([]);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    await scene.server.untilLooked();
    expect(new Set(statuses())).toEqual(new Set(["up"]));
  });

  test("reports a unit that stays away after downAfter, and how long it was away in all", async () => {
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    await sleep(3000);
    await watchDemo();
    const down = await scene.server.waitFor(() => true);
    expect(down).toMatchObject({ status: "down", message: "tk-app3: demo.service is not running (inactive/dead)" });
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    const up = await scene.server.waitFor(({ status }) => status === "up");
    const [, seconds] = /, after (\d+) s down$/.exec(up.message) ?? [];
    // 3 s before the agent was started, and 5 s until the report.
    expect(Number(seconds)).toBeGreaterThanOrEqual(8);
  });
});
