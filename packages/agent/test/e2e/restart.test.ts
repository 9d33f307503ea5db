import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { beforeEach, expect, test } from "vitest";
import { must, startBedAgent, type BedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const untilTold = "while [ ! -e /run/fail ]; do sleep 0.05; done";

describeOnBed("a unit that the agent restarts", () => {
  const scene = sceneOnBed({
    tidy: async (bed) => {
      await bed.exec(["systemctl", "stop", "demo.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });
  beforeEach(async () => {
    await scene.bed.exec(["rm", "-f", "/run/fail"]);
  });

  async function watchDemo(restart: Record<string, unknown>, user = "root"): Promise<BedAgent> {
    await scene.bed.writeUnit("demo.service", `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 1'\n`);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      user,
      checks: [{ type: "systemd", unit: "demo.service", restart, downAfter: 0, logLines: false }],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    return scene.agent;
  }

  test("is DOWN first, then UP, and both say what was done", async () => {
    await watchDemo({ cooldown: 1 });
    await scene.bed.writeFile("/run/fail", "");
    const down = await scene.server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: demo.service failed: exit code 1/FAILURE; to be restarted in less than 1 s");
    await scene.bed.exec(["rm", "/run/fail"]);
    const up = await scene.server.waitFor(({ status, at }) => status === "up" && at > down.at);
    expect(up.message).toMatch(
      /^tk-app3: demo\.service is running \(active\/running\); restarted by the agent once within 1 h, after .+ down$/,
    );
  });

  test("is left alone after so many restarts, and the message says so", async () => {
    await watchDemo({ cooldown: 1, atMost: 2, within: "1h" });
    await scene.bed.writeFile("/run/fail", "");
    const { message } = await scene.server.waitFor(({ message: text }) => text.includes("giving up"), 15_000);
    expect(message).toBe(
      "tk-app3: demo.service failed: exit code 1/FAILURE; restarted by the agent 2 times within 1 h, giving up",
    );
    const runs = async (): Promise<number> => {
      const log = await must(scene.bed, ["journalctl", "--unit=demo.service", "--output=cat", "--no-pager"]);
      return log.match(/Started demo\.service/g)?.length ?? 0;
    };
    const before = await runs();
    await sleep(2500);
    expect(await runs()).toBe(before);
  });

  test("is never restarted when somebody stopped it, masked it, or it failed while being stopped", async () => {
    await watchDemo({ cooldown: 1 });
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    const stopped = await scene.server.waitFor(({ status }) => status === "down");
    expect(stopped.message).toBe("tk-app3: demo.service is not running (inactive/dead)");
    await scene.bed.writeUnit(
      "demo.service",
      `[Service]\nExecStart=/bin/sh -c 'trap "sleep 0.3; exit 9" TERM; while :; do sleep 0.05; done'\n`,
    );
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    const up = await scene.server.waitFor(({ status, at }) => status === "up" && at > stopped.at);
    await sleep(300);
    await must(scene.bed, ["systemctl", "stop", "demo.service"]);
    const failed = await scene.server.waitFor(({ status, at }) => status === "down" && at > up.at);
    expect(failed.message).toBe("tk-app3: demo.service failed: exit code 9");
    await sleep(2000);
    expect((await scene.bed.exec(["systemctl", "is-active", "demo.service"])).stdout.trim()).toBe("failed");
  });

  test("stays DOWN with the reason when the agent's user may not, and nothing else breaks", async () => {
    const activation = "/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service";
    await scene.bed.exec(["systemctl", "stop", "polkit.service"]);
    await scene.bed.exec(["rm", activation]);
    await must(scene.bed, ["systemctl", "reload", "dbus.service"]);
    const running = await watchDemo({ cooldown: 1 }, "kuma-agent");
    await scene.bed.writeFile("/run/fail", "");
    const told = await scene.server.waitFor(({ message }) => message.includes("could not restart"), 25_000);
    expect(told.message).toBe(
      "tk-app3: demo.service failed: exit code 1/FAILURE; the agent could not restart it: polkit does not allow it to the agent's user, or is not there",
    );
    expect(await running.log()).toContain("was not restarted: polkit does not allow it");
  });

  test("is left alone when it dies while the host goes down", async () => {
    const log = "/var/log/agent-under-test.log";
    await scene.bed.writeUnit("demo.service", `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 1'\n`);
    await must(scene.bed, ["systemctl", "start", "demo.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      user: "root",
      // As the installed service: the bus is there for as long as the agent is.
      allow: ["After=dbus.service", `StandardOutput=append:${log}`, "ProtectSystem=no"],
      checks: [{ type: "systemd", unit: "demo.service", restart: { cooldown: 1 }, downAfter: 0, logLines: false }],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    // It holds the shutdown up before anything else is stopped; the unit dies by itself meanwhile, without being asked to.
    await scene.bed.writeUnit(
      "brake.service",
      `[Unit]\nAfter=${scene.agent.name}.service demo.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\nExecStop=/bin/sh -c 'touch /run/fail; sleep 3'\n`,
    );
    await must(scene.bed, ["systemctl", "start", "brake.service"]);
    await scene.bed.reboot();
    scene.agent = undefined;
    expect(scene.server.pushes.at(-1)).toMatchObject({ status: "up", message: "tk-app3: the host is shutting down" });
    const said = await scene.bed.readFile(log);
    expect(said).toContain("demo.service");
    expect(said).not.toContain("restarting it");
    expect(said).not.toContain("was not restarted");
  });

  test("may be one of a user's own, with no polkit at all", async () => {
    await scene.bed.addUser("alice");
    await scene.bed.writeFile(
      "/home/alice/.config/systemd/user/own.service",
      `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 4'\n`,
    );
    await scene.bed.execAs("alice", ["systemctl", "--user", "daemon-reload"]);
    await scene.bed.execAs("alice", ["systemctl", "--user", "start", "own.service"]);
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      user: "alice",
      checks: [{ type: "systemd", unit: "own.service", scope: "user", restart: {}, logLines: false }],
    });
    await scene.server.waitFor(({ status }) => status === "up");
    await scene.bed.writeFile("/run/fail", "");
    const down = await scene.server.waitFor(({ status }) => status === "down");
    await scene.bed.exec(["rm", "/run/fail"]);
    const up = await scene.server.waitFor(({ status, at }) => status === "up" && at > down.at);
    expect(up.message).toContain("own.service is running (active/running); restarted by the agent once within 1 h");
  });
});
