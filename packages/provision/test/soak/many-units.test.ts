import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { installAgent, outcomesOf, uninstallAgent, type ProvisionEvent } from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";

/** A soak by hand has all of them. */
const count = Number(process.env["KUMA_SOAK_MINUTES"] ?? 0) >= 10 ? 300 : 60;
const killed = Math.floor(count / 3);
const units = Array.from({ length: count }, (_, index) => `many-${index + 1}.service`);

let work: BedWork;

beforeAll(async () => {
  work = await startBedWork();
  for (const unit of units) await work.bed.writeUnit(unit, "[Service]\nExecStart=/bin/sleep infinity\n");
  await work.bed.exec(["systemctl", "start", ...units]);
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

async function timed<Result>(run: () => Promise<Result>): Promise<readonly [Result, number]> {
  const start = performance.now();
  return [await run(), performance.now() - start];
}

/**
 * Looks all the while how many tasks the agent has. That works where the kernel gives a bed no controller that would make
 * the limit felt. @returns the most that were seen, and the limit
 */
async function watchTasks(): Promise<() => Promise<{ readonly most: number; readonly limit: number }>> {
  const threads = "/sys/fs/cgroup/system.slice/kuma-agent.service/cgroup.threads";
  const script = `most=0; while :; do now=$(wc -l <${threads}); if [ "$now" -gt "$most" ]; then most=$now; echo "$most" >/run/most-tasks; fi; done`;
  const { bed } = work;
  await bed.exec(["systemd-run", "--quiet", "--unit=watch-tasks", "sh", "-c", script]);
  return async () => {
    await bed.exec(["systemctl", "stop", "watch-tasks"]);
    const show = ["systemctl", "show", "--value", "--property=TasksMax", "kuma-agent"];
    return { most: Number(await bed.readFile("/run/most-tasks")), limit: Number((await bed.exec(show)).stdout) };
  };
}

/** As many monitors made and deleted by single calls, one after the other. In ms. */
async function rawTimes(): Promise<{ readonly make: number; readonly remove: number }> {
  const { monitors } = work.client;
  const [ids, make] = await timed(async () => {
    const made: number[] = [];
    for (const unit of units) {
      const { id } = await monitors.create({ type: "push", name: `raw ${unit}`, notificationIds: [] });
      made.push(id);
    }
    return made;
  });
  const [, remove] = await timed(async () => {
    for (const id of ids) await monitors.delete(id);
  });
  return { make, remove };
}

describeOnBed(`${count} units on one agent`, () => {
  it(
    `are installed, ${killed} of them die in one moment and are all reported, and are removed`,
    { timeout: 900_000 },
    async () => {
      const { bed, client, host } = work;
      const raw = await rawTimes();
      const at = new Map<ProvisionEvent["kind"], number>();
      const on = ({ kind }: ProvisionEvent): void => void (at.has(kind) || at.set(kind, performance.now()));
      const [, install] = await timed(async () =>
        outcomesOf(await installAgent(client, { hosts: [host], units, notify: "none" }, { on })),
      );
      const monitorsMade = (at.get("host-step") ?? NaN) - (at.get("monitor") ?? NaN);

      const going = units.slice(0, killed);
      const endTasks = await watchTasks();
      await bed.exec(["systemctl", "kill", "--signal=KILL", ...going]);
      const downs = async (): Promise<readonly string[]> => {
        const found: string[] = [];
        for await (const { status, message } of client.monitors.importantHeartbeats())
          if (status === "down") found.push(message);
        return found;
      };
      const [, reported] = await timed(() =>
        expect.poll(async () => (await downs()).length, { timeout: 120_000, interval: 500 }).toBe(killed),
      );
      expect((await downs()).filter((message) => !message.includes("KILL"))).toEqual([]);
      const tasks = await endTasks();
      // The last words of each unit are asked for, by a journalctl for a few at a time.
      expect(tasks.limit).toBeGreaterThan(0);
      expect(tasks.most).toBeLessThan(tasks.limit);
      const show = ["systemctl", "show", "--value", "--property=NRestarts", "kuma-agent"];
      expect((await bed.exec(show)).stdout.trim()).toBe("0");

      const [, uninstall] = await timed(async () => outcomesOf(await uninstallAgent({ hosts: [host], client })));
      expect(await client.monitors.list()).toEqual([]);
      const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`;
      process.stderr.write(
        [
          `${count} units: installed in ${seconds(install)}, of it their monitors in ${seconds(monitorsMade)} (raw calls ${seconds(raw.make)});`,
          `${killed} deaths reported in ${seconds(reported)}, with ${tasks.most} tasks of ${tasks.limit} at most; removed in ${seconds(uninstall)} (raw deletions ${seconds(raw.remove)})\n`,
        ].join(" "),
      );
    },
  );
});
