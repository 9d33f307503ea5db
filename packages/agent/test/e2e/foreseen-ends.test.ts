import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

/** Home Assistant's own unit file has this: its page asks for a restart by this code. */
const asking = `[Service]
ExecStart=/bin/sh -c 'while [ ! -e /run/restart ]; do sleep 0.1; done; rm /run/restart; exit 100'
RestartForceExitStatus=100
`;

const hourly = `[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sleep infinity
RuntimeMaxSec=4
Restart=always
`;

/** Only on mains, only where the disk is mounted, … */
const conditional = "[Service]\nType=oneshot\nExecCondition=/bin/false\nExecStart=/bin/true\n";

describeOnBed("an end that the unit's own file foresees", () => {
  const scene = sceneOnBed();

  test("raises no alarm, though systemd calls it a failure", async () => {
    const { bed, server } = scene;
    await bed.writeUnit("asking.service", asking);
    await bed.writeUnit("hourly.service", hourly);
    await bed.writeUnit("job.service", conditional);
    await bed.writeUnit("job.timer", "[Timer]\nOnActiveSec=2s\nOnUnitInactiveSec=1h\n");
    await must(bed, ["systemctl", "start", "asking", "hourly"]);
    const units = ["asking.service", "hourly.service", "job.service"];
    scene.agent = await startBedAgent(bed, {
      url: server.url,
      checks: [
        ...units.map((unit) => ({ type: "systemd", unit, interval: 20 })),
        { type: "timer", name: "job.timer", unit: "job.timer", interval: 20 },
      ],
    });
    await must(bed, ["systemctl", "start", "job.timer"]);
    const restarts = async (unit: string): Promise<number> =>
      Number(await must(bed, ["systemctl", "show", "--value", "--property=NRestarts", unit]));
    for (const count of [1, 2]) {
      await must(bed, ["touch", "/run/restart"]);
      await expect.poll(() => restarts("asking"), { timeout: 30_000 }).toBe(count);
      // A run that ends at once is one of a crash loop, whatever its code.
      await sleep(1500);
    }
    await expect.poll(() => restarts("hourly"), { timeout: 60_000 }).toBeGreaterThanOrEqual(4);
    const skipped = ["systemctl", "show", "--value", "--property=Result", "job.service"];
    await expect.poll(() => must(bed, skipped), { timeout: 30_000 }).toBe("exec-condition\n");
    // A kill comes later than all of this.
    await must(bed, ["systemctl", "kill", "--signal=KILL", "asking.service"]);
    await server.waitFor(({ message }) => message.includes("asking.service failed: signal KILL"), 30_000);
    const downs = server.pushes.filter(({ status }) => status === "down").map(({ message }) => message);
    expect(downs.filter((message) => !message.includes("signal KILL"))).toEqual([]);
  });
});
