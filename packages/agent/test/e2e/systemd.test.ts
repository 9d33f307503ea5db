import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { beforeEach, expect, test } from "vitest";
import { type PushServer } from "../support/start-push-server.ts";
import { must, startBedAgent, type BedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";

function statuses(server: PushServer): string[] {
  return server.pushes.map(({ status }) => status ?? "").filter((status, index, all) => status !== all[index - 1]);
}

describeOnBed("the agent on a real systemd", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "stop", "demo.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });
  beforeEach(async () => {
    await scene.bed.writeUnit("demo.service", sleeper);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
  });

  async function watchDemo(settings: Record<string, unknown> = {}): Promise<BedAgent> {
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "demo.service", ...settings }],
    });
    return scene.agent;
  }

  test("reports UP at once, and a killed service within a second with the reason", async () => {
    const running = await watchDemo();
    const first = await scene.server.waitFor(() => true);
    expect(first).toMatchObject({
      path: "/api/push/Tok3nOfTheTest",
      status: "up",
      message: "tk-app3: demo.service is running (active/running)",
    });

    const killedAt = performance.now();
    await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: demo.service failed: signal KILL");
    expect(down.at - killedAt).toBeLessThan(1000);
    // It is written once the push was answered.
    const dead = { name: "demo.service", status: "down", message: "demo.service failed: signal KILL" };
    await expect
      .poll(async () => JSON.parse(await running.status()) as unknown)
      .toMatchObject({ checks: [{ ...dead, lastPush: { ok: true } }] });

    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    const up = await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    expect(up.message).toMatch(
      /^tk-app3: demo\.service is running \(active\/running\), after (?:less than 1|\d+) s down$/,
    );
    expect(await running.log()).not.toContain("Tok3nOfTheTest");
  });

  test("says nothing of ten restarts, and of a reload", async () => {
    await scene.bed.writeUnit("demo.service", `[Unit]\nStartLimitIntervalSec=0\n${sleeper}ExecReload=/bin/sleep 0.2\n`);
    await watchDemo({ interval: 6 });
    await scene.server.waitFor(() => true);
    for (let round = 0; round < 10; round += 1) await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    await must(scene.bed, ["systemctl", "reload", "demo.service"]);
    await must(scene.bed, ["systemctl", "daemon-reload"]);
    await scene.server.untilLooked();
    expect(statuses(scene.server)).toEqual(["up"]);
  });

  test("says nothing of a restart of a service that calls SIGTERM a failure and is slow to stop", async () => {
    await scene.bed.writeUnit(
      "demo.service",
      `[Service]\nExecStart=/bin/sh -c 'trap "sleep 1; exit 143" TERM; while :; do sleep 0.05; done'\n`,
    );
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    await watchDemo({ downAfter: 0, interval: 6 });
    await scene.server.untilLooked();
    await must(scene.bed, ["systemctl", "restart", "demo.service"]);
    await scene.server.untilLooked();
    expect(statuses(scene.server)).toEqual(["up"]);
  });

  test("reports a clean stop only after downAfter", async () => {
    await watchDemo({ downAfter: 1.5 });
    await scene.server.waitFor(() => true);
    const stoppedAt = performance.now();
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: demo.service is not running (inactive/dead)");
    expect(down.at - stoppedAt).toBeGreaterThan(1450);
    expect(down.at - stoppedAt).toBeLessThan(3000);
  });

  test("says that a unit does not exist, and that it is masked", async () => {
    await must(scene.bed, ["systemctl", "mask", "--runtime", "masked-demo.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: ["absent.service", "masked-demo.service"].map((unit) => ({ type: "systemd", unit })),
    });
    await scene.server.waitFor(({ message }) => message === "tk-app3: absent.service was not found on this host");
    await scene.server.waitFor(({ message }) => message === "tk-app3: masked-demo.service is masked");
    expect(statuses(scene.server)).toEqual(["down"]);
  });

  test("calls a oneshot that has finished UP, and its failure DOWN with the exit code", async () => {
    await scene.bed.writeUnit(
      "job.service",
      "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'exit $(cat /run/job-exit)'\n",
    );
    await scene.bed.writeFile("/run/job-exit", "0");
    await must(scene.bed, ["systemctl", "start", "job.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "job.service" }],
    });
    await scene.server.waitFor(({ message }) => message.startsWith("tk-app3: job.service has not failed"));
    await must(scene.bed, ["systemctl", "start", "job.service"]);
    await scene.bed.writeFile("/run/job-exit", "7");
    await scene.bed.exec(["systemctl", "start", "job.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: job.service failed: exit code 7");
    await scene.bed.writeFile("/run/job-exit", "0");
    await must(scene.bed, ["systemctl", "start", "job.service"]);
    await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    expect(statuses(scene.server)).toEqual(["up", "down", "up"]);
  });

  test("calls what an assertion keeps from starting DOWN, which systemd calls inactive and no failure", async () => {
    await scene.bed.writeUnit(
      "asserted.service",
      "[Unit]\nAssertPathExists=/run/asserted\n[Service]\nType=oneshot\nExecStart=/bin/true\n",
    );
    // Without anything that wants it, systemd forgets a oneshot that is not active.
    await scene.bed.writeUnit("keeper.target", "[Unit]\nWants=asserted.service\n");
    await scene.bed.writeFile("/run/asserted", "");
    await must(scene.bed, ["systemctl", "start", "keeper.target", "asserted.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "asserted.service" }],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    await must(scene.bed, ["rm", "/run/asserted"]);
    await scene.bed.exec(["systemctl", "start", "asserted.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: asserted.service failed: an assertion for its start was not met");
    await sleep(2_500);
    expect(statuses(scene.server).at(-1)).toBe("down");
    await scene.bed.writeFile("/run/asserted", "");
    await must(scene.bed, ["systemctl", "start", "asserted.service"]);
    await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    expect(statuses(scene.server)).toEqual(["up", "down", "up"]);
  });

  test("calls a crash loop DOWN although it is active most of the time", async () => {
    await scene.bed.writeUnit(
      "loop.service",
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep 0.6\nRestart=always\nRestartSec=50ms\n",
    );
    await must(scene.bed, ["systemctl", "start", "loop.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "loop.service" }],
    });
    // A slow host may look at it for the first time just while it is away.
    const loop = /^tk-app3: loop\.service is in a crash loop: \d+ restarts within 5 min$/;
    await scene.server.waitFor(({ status, message }) => status === "down" && loop.test(message), 15_000);
    await sleep(3000);
    await must(scene.bed, ["systemctl", "stop", "loop.service"]);
    expect(statuses(scene.server).at(-1)).toBe("down");
    expect(statuses(scene.server).filter((status) => status === "down")).toHaveLength(1);
  });

  test("takes a start by hand for the end of a crash loop, while systemd waits to restart the unit", async () => {
    await must(scene.bed, ["touch", "/run/fails"]);
    // The wait is long enough for a slow machine: a start after it would be systemd's.
    await scene.bed.writeUnit(
      "mended.service",
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh -c 'test ! -e /run/fails || { sleep 0.2; exit 3; }; exec sleep infinity'\nRestart=always\nRestartSec=2\n",
    );
    // Of a try before, it would run already.
    await must(scene.bed, ["systemctl", "stop", "mended.service"]);
    await must(scene.bed, ["systemctl", "start", "mended.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ type: "systemd", unit: "mended.service" }],
    });
    await scene.server.waitFor(({ status }) => status === "down", 20_000);
    const restarts = async (): Promise<number> =>
      Number(await must(scene.bed, ["systemctl", "show", "-P", "NRestarts", "mended.service"]));
    await expect.poll(restarts, { timeout: 60_000 }).toBeGreaterThan(4);
    const whileItWaits =
      "until [ $(systemctl show -P SubState mended) = auto-restart ]; do sleep 0.02; done; rm /run/fails; sleep 0.3; systemctl restart mended";
    await must(scene.bed, ["sh", "-c", whileItWaits]);
    await scene.server.waitFor(({ status }) => status === "up", 20_000);
  });

  test("sees a kill after the bus was restarted, and after systemd executed itself again", async () => {
    await watchDemo();
    await scene.server.waitFor(() => true);
    for (const upset of [
      ["systemctl", "restart", "dbus.service"],
      ["systemctl", "daemon-reexec"],
    ]) {
      await must(scene.bed, upset);
      await sleep(1500);
      const killedAt = performance.now();
      await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
      const down = await scene.server.waitFor(({ at, status }) => at > killedAt && status === "down");
      expect(down.at - killedAt).toBeLessThan(1000);
      await must(scene.bed, ["systemctl", "start", "demo.service"]);
      await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    }
    expect(statuses(scene.server)).toEqual(["up", "down", "up", "down", "up"]);
  });

  test("sees what happened while there was no bus", async () => {
    await watchDemo({ interval: 60 });
    await scene.server.waitFor(() => true);
    const pid = (await must(scene.bed, ["systemctl", "show", "--value", "--property=MainPID", "demo.service"])).trim();
    await must(scene.bed, ["systemctl", "stop", "dbus.socket", "dbus.service"]);
    await must(scene.bed, ["kill", "-9", pid]);
    await sleep(300);
    expect(statuses(scene.server)).toEqual(["up"]);
    await must(scene.bed, ["systemctl", "start", "dbus.socket", "dbus.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: demo.service failed: signal KILL");
  });

  test("says that it cannot look when the bus stays away, and that it can again", async () => {
    await watchDemo({ interval: 8 });
    await scene.server.waitFor(() => true);
    await must(scene.bed, ["systemctl", "stop", "dbus.socket", "dbus.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down", 15_000);
    expect(down.message).toMatch(/^tk-app3: cannot be checked: cannot read the state of units: systemctl: /);
    await must(scene.bed, ["systemctl", "start", "dbus.socket", "dbus.service"]);
    const up = await scene.server.waitFor(({ at, status }) => at > down.at && status === "up", 15_000);
    expect(up.message).toContain("demo.service is running");
  });

  test("watches a unit of a user's own service manager", async () => {
    await scene.bed.addUser("alice");
    await scene.bed.writeFile("/home/alice/.config/systemd/user/own.service", sleeper);
    await scene.bed.execAs("alice", ["systemctl", "--user", "daemon-reload"]);
    await scene.bed.execAs("alice", ["systemctl", "--user", "start", "own.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      user: "alice",
      checks: [{ type: "systemd", unit: "own.service", scope: "user" }],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    await scene.bed.execAs("alice", ["systemctl", "--user", "kill", "--signal=SEGV", "own.service"]);
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toMatch(/^tk-app3: own\.service failed: signal SEGV/);
  });

  test("ends by SIGTERM with 0, says nothing more and takes its status with it", async () => {
    const running = await watchDemo();
    await scene.server.waitFor(() => true);
    const status = async (): Promise<unknown> => JSON.parse(await running.status());
    await expect.poll(status, { timeout: 10_000 }).toMatchObject({ checks: [{ status: "up" }] });
    scene.agent = undefined;
    expect(await running.stop()).toBe("ExecMainCode=1 ExecMainStatus=0 SubState=exited");
    const before = scene.server.pushes.length;
    await must(scene.bed, ["systemctl", "kill", "--signal=KILL", "demo.service"]);
    await sleep(300);
    expect(scene.server.pushes).toHaveLength(before);
    await expect(running.status()).rejects.toThrow(/is it running\?.*there is no such file/);
  });
});
