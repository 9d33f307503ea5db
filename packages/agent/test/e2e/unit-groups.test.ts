import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";
import { must, startBedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const template = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";

describeOnBed("several units on a real systemd", () => {
  const scene = sceneOnBed({
    prepare: async (bed) => {
      await bed.writeUnit("myapp@.service", template);
      await bed.writeUnit("many@.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    },
    tidy: async (bed) => {
      await bed.exec(["systemctl", "disable", "myapp@7.service"]);
      await bed.exec(["systemctl", "stop", "myapp@*.service", "many@*.service", "bad.service", "worse.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });

  function story(): string[] {
    return scene.server.pushes
      .map(({ status, message }) => `${status}: ${message.replace("tk-app3: ", "").replace(/, after .* down$/, "")}`)
      .filter((text, index, all) => text !== all[index - 1]);
  }

  async function watch(check: Record<string, unknown>, user?: string): Promise<void> {
    const checks = [{ name: "group", interval: 60, ...check }];
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks,
      ...(user === undefined ? {} : { user }),
    });
    await scene.server.waitFor(() => true);
  }

  async function systemctl(...args: readonly string[]): Promise<void> {
    await must(scene.bed, ["systemctl", ...args]);
  }

  /** Waits for the next news after what was heard so far. */
  async function news(status: "up" | "down", text: string): Promise<void> {
    await scene.server.waitFor((push) => push.status === status && push.message.includes(text) && !heard.has(push));
    for (const push of scene.server.pushes) heard.add(push);
  }
  const heard = new Set<unknown>();

  describe("a pattern", () => {
    const group = { type: "systemd", unit: "myapp@*.service", downAfter: 1 };
    const allWell = (count: number): string => `all ${count} units that match myapp@*.service are well`;

    test("is DOWN with the culprits, and takes in what comes and what goes", async () => {
      await systemctl("start", "myapp@1.service", "myapp@2.service");
      await watch(group);
      await news("up", allWell(2));
      await systemctl("start", "myapp@3.service");
      await sleep(500);
      await systemctl("kill", "--signal=KILL", "myapp@3.service");
      await news("down", "1 of 3 units: myapp@3.service failed: signal KILL");
      await systemctl("reset-failed", "myapp@3.service");
      await news("up", allWell(2));
      expect(story()).toEqual([
        `up: ${allWell(2)}`,
        "down: 1 of 3 units: myapp@3.service failed: signal KILL",
        `up: ${allWell(2)}`,
      ]);
    });

    test("says nothing when instances are restarted, started, enabled, or stopped for good", async () => {
      await systemctl("start", "myapp@1.service", "myapp@2.service");
      await watch({ ...group, downAfter: 2 });
      await systemctl("restart", "myapp@*.service");
      await systemctl("enable", "--now", "myapp@7.service");
      await systemctl("stop", "myapp@2.service");
      await systemctl("daemon-reload");
      await sleep(4000);
      expect(scene.server.pushes.filter(({ status }) => status !== "up")).toEqual([]);
      await systemctl("stop", "myapp@7.service");
      await news("down", "1 of 2 units: myapp@7.service is not running (inactive/dead)");
      await systemctl("disable", "myapp@7.service");
      await news("up", "myapp@1.service is running");
    });

    test("that nothing matches is DOWN, and so are too few", async () => {
      await watch({ ...group, atLeast: 2 });
      await news("down", "no unit matches myapp@*.service");
      await systemctl("start", "myapp@1.service");
      await systemctl("start", "myapp@2.service");
      await news("up", allWell(2));
      await systemctl("stop", "myapp@2.service");
      await news("down", "only 1 unit matches myapp@*.service, 2 are expected");
      expect(story()).toEqual([
        "down: no unit matches myapp@*.service",
        `up: ${allWell(2)}`,
        "down: only 1 unit matches myapp@*.service, 2 are expected",
      ]);
    });

    test("is seen again when the bus comes back", async () => {
      await systemctl("start", "myapp@1.service", "myapp@2.service");
      await watch(group);
      await systemctl("restart", "dbus.service");
      await systemctl("kill", "--signal=KILL", "myapp@2.service");
      await news("down", "1 of 2 units: myapp@2.service failed: signal KILL");
      expect(story()).toHaveLength(2);
    });

    test("is read by systemctl while there is no bus", async () => {
      await systemctl("start", "myapp@1.service", "myapp@2.service");
      // Without the bus only root is answered.
      await watch({ ...group, interval: 8 }, "root");
      await systemctl("stop", "dbus.socket", "dbus.service");
      try {
        await systemctl("kill", "--signal=KILL", "myapp@2.service");
        await news("down", "1 of 2 units: myapp@2.service failed: signal KILL");
        expect(story()).toHaveLength(2);
      } finally {
        await systemctl("start", "dbus.socket", "dbus.service");
      }
    });
  });

  test("all failed units of the host, but those to be ignored", async () => {
    await scene.bed.writeUnit(
      "bad.service",
      "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'sleep 0.3; exit $(cat /run/bad)'\n",
    );
    await scene.bed.writeUnit("worse.service", "[Service]\nExecStart=/no/such/program\n");
    await scene.bed.writeFile("/run/bad", "3");
    await systemctl("reset-failed");
    await watch({ type: "failed-units", ignore: ["myapp@[0-9].service"] });
    await news("up", "no unit has failed");
    await systemctl("start", "myapp@1.service");
    await systemctl("kill", "--signal=KILL", "myapp@1.service");
    await scene.bed.exec(["systemctl", "start", "bad.service"]);
    await news("down", "bad.service failed: exit code 3");
    // Tried again and failed again is one outage.
    await scene.bed.exec(["systemctl", "start", "bad.service"]);
    await scene.bed.exec(["systemctl", "start", "worse.service"]);
    await scene.bed.writeFile("/run/bad", "0");
    await systemctl("start", "bad.service");
    await sleep(500);
    expect(story()).toEqual(["up: no unit has failed", "down: bad.service failed: exit code 3"]);
    await systemctl("reset-failed", "worse.service");
    await news("up", "no unit has failed beside 1 to be ignored");
    expect(story()).toHaveLength(3);
  });

  test("three hundred units: a kill is reported at once, and every heartbeat comes", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `many@${index}.service`);
    await systemctl("start", ...names);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: names.map((unit) => ({ type: "systemd", unit, interval: 24 })),
    });
    await expect
      .poll(() => new Set(scene.server.pushes.map(({ message }) => message)).size, { timeout: 60_000 })
      .toBe(300);
    // More than a period of ten seconds: every check has beaten again, and one question was enough for all.
    const match = "type='method_call',destination='org.freedesktop.systemd1'";
    const { stdout } = await scene.bed.exec(["timeout", "12", "busctl", "monitor", "--json=short", `--match=${match}`]);
    const calls = stdout
      .split("\n")
      .filter((line) => line.includes("ListUnitsBy") || line.includes("org.freedesktop.DBus.Properties"));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.length).toBeLessThan(6);
    const before = new Map<string, number>();
    for (const { message } of scene.server.pushes) before.set(message, (before.get(message) ?? 0) + 1);
    expect([...before.values()].filter((count) => count < 2)).toEqual([]);
    const killedAt = performance.now();
    await systemctl("kill", "--signal=KILL", "many@217.service");
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: many@217.service failed: signal KILL");
    expect(down.at - killedAt).toBeLessThan(1500);
    await sleep(1000);
    // Its own heartbeat may say so again; no other unit is ever DOWN.
    const told = scene.server.pushes.filter(({ status }) => status === "down").map(({ message }) => message);
    expect([...new Set(told)]).toEqual([down.message]);
  });
});
