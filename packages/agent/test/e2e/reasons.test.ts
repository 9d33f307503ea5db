import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { must, startBedAgent, type BedAgent, type BedAgentOptions } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

describeOnBed("why a unit is DOWN", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });

  async function watchFailing(script: string, options: Partial<BedAgentOptions> = {}): Promise<BedAgent> {
    await scene.bed.writeFile("/opt/failing", `#!/bin/bash\n${script}\n`, "0755");
    await scene.bed.writeUnit("demo.service", "[Service]\nExecStart=/opt/failing\n");
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "demo.service" }],
      groups: ["systemd-journal"],
      ...options,
    });
    await scene.server.waitFor(({ status }) => status === "up");
    return scene.agent;
  }

  async function fail(): Promise<string> {
    await scene.bed.writeFile("/run/fail", "");
    const { message } = await scene.server.waitFor(({ status }) => status === "down");
    await scene.bed.exec(["rm", "/run/fail"]);
    return message;
  }

  const untilTold = "while [ ! -e /run/fail ]; do sleep 0.05; done";

  test("is reported with the last line that the unit logged, clean and without secrets", async () => {
    await watchFailing(
      `echo earlier; ${untilTold}; printf '\\e[31mcannot reach postgres://app:hunter2@db/x, token=abc123def \\xff\\e[0m\\n' >&2; echo '}'; exit 1`,
    );
    expect(await fail()).toBe(
      'tk-app3: demo.service failed: exit code 1/FAILURE; last log: "cannot reach postgres://***@db/x, token=*** \uFFFD"',
    );
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    const { message } = await scene.server.waitFor(
      ({ status, at }) => status === "up" && at > (scene.server.pushes[1]?.at ?? 0),
    );
    expect(message).toMatch(/^tk-app3: demo\.service is running \(active\/running\), after .+ down$/);
  });

  test("is not reported with a line of a former run, nor of another unit", async () => {
    await scene.bed.writeFile("/opt/talker", "#!/bin/sh\nwhile :; do echo noise; sleep 0.02; done\n", "0755");
    await scene.bed.writeUnit("talker.service", "[Service]\nExecStart=/opt/talker\n");
    await must(scene.bed, ["systemctl", "start", "talker.service"]);
    await watchFailing(`${untilTold}; exit 3`);
    expect(await fail()).toBe("tk-app3: demo.service failed: exit code 3");
    await must(scene.bed, ["systemctl", "stop", "talker.service"]);
  });

  test("comes from systemd when the program never ran", async () => {
    await watchFailing("sleep infinity");
    await scene.bed.writeUnit("demo.service", "[Service]\nExecStart=/opt/no-such-program\n");
    await scene.bed.exec(["systemctl", "restart", "demo.service"]);
    const { message } = await scene.server.waitFor(({ status }) => status === "down");
    expect(message).toMatch(
      /^tk-app3: demo\.service failed: exit code 203\/EXEC; last log: "demo\.service: Failed .*no-such-program: No such file or directory"$/,
    );
  });

  test("is reported at once and without a line when the journal may not be read, which is logged once", async () => {
    const running = await watchFailing(`${untilTold}; echo secret reasons; exit 1`, { groups: [] });
    expect(await fail()).toBe("tk-app3: demo.service failed: exit code 1/FAILURE");
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    await scene.server.waitFor(({ status, at }) => status === "up" && at > (scene.server.pushes[1]?.at ?? 0));
    await scene.bed.writeFile("/run/fail", "");
    await sleep(1000);
    await scene.bed.exec(["rm", "/run/fail"]);
    const log = await running.log();
    expect(log.match(/log lines are left out of messages: the journal may not be read/g)).toHaveLength(1);
  });

  test("keeps log lines on the host with logLines: false", async () => {
    await watchFailing(`${untilTold}; echo private; exit 1`, {
      checks: [{ type: "systemd", unit: "demo.service", logLines: false }],
    });
    expect(await fail()).toBe("tk-app3: demo.service failed: exit code 1/FAILURE");
  });

  test("does not wait for a slow journalctl; the repetition has the line", async () => {
    await scene.bed.exec(["mv", "/usr/bin/journalctl", "/usr/bin/journalctl.real"]);
    await scene.bed.writeFile(
      "/usr/bin/journalctl",
      '#!/bin/sh\nsleep 1\nexec /usr/bin/journalctl.real "$@"\n',
      "0755",
    );
    try {
      await watchFailing(`${untilTold}; echo late words; exit 1`, {
        checks: [{ type: "systemd", unit: "demo.service", interval: 6 }],
      });
      const failedAt = performance.now();
      expect(await fail()).toBe("tk-app3: demo.service failed: exit code 1/FAILURE");
      expect((scene.server.pushes.find(({ status }) => status === "down")?.at ?? 0) - failedAt).toBeLessThan(1000);
      await scene.server.waitFor(
        ({ message }) => message === 'tk-app3: demo.service failed: exit code 1/FAILURE; last log: "late words"',
        15_000,
      );
    } finally {
      await scene.agent?.stop();
      scene.agent = undefined;
      await scene.bed.exec(["mv", "/usr/bin/journalctl.real", "/usr/bin/journalctl"]);
    }
  });

  test("is reported of each of many units that die together, by few journalctl", async () => {
    const units = Array.from({ length: 30 }, (_, index) => `many-${index}.service`);
    await scene.bed.exec(["mv", "/usr/bin/journalctl", "/usr/bin/journalctl.real"]);
    const noting = '#!/bin/sh\necho "$*" >>/run/asked\nexec /usr/bin/journalctl.real "$@"\n';
    await scene.bed.writeFile("/usr/bin/journalctl", noting, "0755");
    await scene.bed.writeFile("/run/asked", "", "0666");
    try {
      const program = `#!/bin/sh\necho "disk of $1 is gone"\nexec sleep infinity\n`;
      await scene.bed.writeFile("/opt/words", program, "0755");
      for (const unit of units)
        await scene.bed.writeFile(`/etc/systemd/system/${unit}`, "[Service]\nExecStart=/opt/words %N\n");
      await must(scene.bed, ["systemctl", "daemon-reload"]);
      await must(scene.bed, ["systemctl", "start", ...units]);
      scene.agent = await startBedAgent(scene.bed, {
        url: scene.server.url,
        checks: units.map((unit) => ({ type: "systemd", unit, interval: 20 })),
        groups: ["systemd-journal"],
        allow: ["ReadWritePaths=/run/asked"],
      });
      const toldOf = (unit: string, words: string) =>
        scene.server.pushes.some(({ message }) => message.includes(`${unit} ${words}`));
      await expect.poll(() => units.filter((unit) => !toldOf(unit, "is running")), { timeout: 30_000 }).toEqual([]);
      await must(scene.bed, ["systemctl", "kill", "--signal=KILL", ...units]);
      const words = (unit: string): string =>
        `failed: signal KILL; last log: "disk of ${unit.replace(".service", "")} is gone"`;
      await expect.poll(() => units.filter((unit) => !toldOf(unit, words(unit))), { timeout: 60_000 }).toEqual([]);
      const asked = (await scene.bed.readFile("/run/asked")).trim().split("\n");
      const most = Math.max(...asked.map((line) => line.split("--unit=").length - 1));
      expect(most).toBeGreaterThan(5);
      expect(most).toBeLessThanOrEqual(25);
    } finally {
      await scene.agent?.stop();
      scene.agent = undefined;
      await scene.bed.exec(["mv", "/usr/bin/journalctl.real", "/usr/bin/journalctl"]);
      await scene.bed.exec(["systemctl", "stop", ...units]);
    }
  });

  test("says what the run before the present one logged when it is a crash loop", async () => {
    await scene.bed.writeUnit(
      "loop.service",
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh -c 'echo starting; sleep 0.5; echo out of luck'\nRestart=always\nRestartSec=50ms\n",
    );
    await must(scene.bed, ["systemctl", "start", "loop.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "loop.service" }],
      groups: ["systemd-journal"],
    });
    const { message } = await scene.server.waitFor((push) => /crash loop.*last log/.test(push.message), 40_000);
    await must(scene.bed, ["systemctl", "stop", "loop.service"]);
    expect(message).toMatch(
      /^tk-app3: loop\.service is in a crash loop: \d+ restarts within 5 min; last log: "out of luck"$/,
    );
  });

  test("works for the units of a user", async () => {
    await scene.bed.addUser("alice");
    await scene.bed.writeFile(
      "/home/alice/.config/systemd/user/own.service",
      `[Service]\nExecStart=/bin/sh -c 'echo mine alone; ${untilTold}; exit 4'\n`,
    );
    await scene.bed.execAs("alice", ["systemctl", "--user", "daemon-reload"]);
    await scene.bed.execAs("alice", ["systemctl", "--user", "start", "own.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      user: "alice",
      checks: [{ type: "systemd", unit: "own.service", scope: "user" }],
      groups: ["systemd-journal"],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    expect(await fail()).toBe('tk-app3: own.service failed: exit code 4; last log: "mine alone"');
  });
});
