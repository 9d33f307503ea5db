import { setTimeout as sleep } from "node:timers/promises";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startPushServer, type PushServer } from "../start-push-server.ts";
import { must, putAgentOnBed, startBedAgent, type BedAgent } from "./agent-on-bed.ts";

const untilTold = "while [ ! -e /run/fail ]; do sleep 0.05; done";

describeOnBed("a unit that the agent restarts", () => {
  let bed: SystemdBed;
  let server: PushServer;
  let agent: BedAgent | undefined;

  beforeAll(async () => {
    bed = await startSystemdBed();
    await putAgentOnBed(bed);
  });
  afterAll(async () => bed?.stop());

  beforeEach(async () => {
    server = await startPushServer();
    await bed.exec(["rm", "-f", "/run/fail"]);
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
    await bed.exec(["systemctl", "stop", "demo.service"]);
    await bed.exec(["systemctl", "reset-failed"]);
    await server.close();
  });

  async function watchDemo(restart: Record<string, unknown>, user = "root"): Promise<BedAgent> {
    await bed.writeUnit("demo.service", `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 1'\n`);
    await must(bed, ["systemctl", "start", "demo.service"]);
    agent = await startBedAgent(bed, {
      url: server.url,
      user,
      checks: [{ type: "systemd", unit: "demo.service", restart, downAfter: 0, logLines: false }],
    });
    await server.waitFor(({ status }) => status === "up");
    return agent;
  }

  test("is DOWN first, then UP, and both say what was done", async () => {
    await watchDemo({ cooldown: 1 });
    await bed.writeFile("/run/fail", "");
    const down = await server.waitFor(({ status }) => status === "down");
    expect(down.message).toBe("tk-app3: demo.service failed: exit code 1/FAILURE; to be restarted in less than 1 s");
    await bed.exec(["rm", "/run/fail"]);
    const up = await server.waitFor(({ status, at }) => status === "up" && at > down.at);
    expect(up.message).toMatch(
      /^tk-app3: demo\.service is running \(active\/running\); restarted by the agent once within 1 h, after .+ down$/,
    );
  });

  test("is left alone after so many restarts, and the message says so", async () => {
    await watchDemo({ cooldown: 1, atMost: 2, within: "1h" });
    await bed.writeFile("/run/fail", "");
    const { message } = await server.waitFor(({ message: text }) => text.includes("giving up"), 15_000);
    expect(message).toBe(
      "tk-app3: demo.service failed: exit code 1/FAILURE; restarted by the agent 2 times within 1 h, giving up",
    );
    const runs = async (): Promise<number> => {
      const log = await must(bed, ["journalctl", "--unit=demo.service", "--output=cat", "--no-pager"]);
      return log.match(/Started demo\.service/g)?.length ?? 0;
    };
    const before = await runs();
    await sleep(2500);
    expect(await runs()).toBe(before);
  });

  test("is never restarted when somebody stopped it, masked it, or it failed while being stopped", async () => {
    await watchDemo({ cooldown: 1 });
    await must(bed, ["systemctl", "stop", "demo.service"]);
    const stopped = await server.waitFor(({ status }) => status === "down");
    expect(stopped.message).toBe("tk-app3: demo.service is not running (inactive/dead)");
    await bed.writeUnit(
      "demo.service",
      `[Service]\nExecStart=/bin/sh -c 'trap "sleep 0.3; exit 9" TERM; while :; do sleep 0.05; done'\n`,
    );
    await must(bed, ["systemctl", "start", "demo.service"]);
    await server.waitFor(({ status, at }) => status === "up" && at > stopped.at);
    await sleep(300);
    await must(bed, ["systemctl", "stop", "demo.service"]);
    const failed = await server.waitFor(({ status, at }) => status === "down" && at > stopped.at);
    expect(failed.message).toBe("tk-app3: demo.service failed: exit code 9");
    await sleep(2000);
    expect((await bed.exec(["systemctl", "is-active", "demo.service"])).stdout.trim()).toBe("failed");
  });

  test("stays DOWN with the reason when the agent's user may not, and nothing else breaks", async () => {
    const activation = "/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service";
    await bed.exec(["systemctl", "stop", "polkit.service"]);
    await bed.exec(["rm", activation]);
    await must(bed, ["systemctl", "reload", "dbus.service"]);
    const running = await watchDemo({ cooldown: 1 }, "kuma-agent");
    await bed.writeFile("/run/fail", "");
    const told = await server.waitFor(({ message }) => message.includes("could not restart"), 25_000);
    expect(told.message).toBe(
      "tk-app3: demo.service failed: exit code 1/FAILURE; the agent could not restart it: polkit does not allow it to the agent's user, or is not there",
    );
    expect(await running.log()).toContain("was not restarted: polkit does not allow it");
  });

  test("is left alone when it dies while the host goes down", async () => {
    const log = "/var/log/agent-under-test.log";
    await bed.writeUnit("demo.service", `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 1'\n`);
    await must(bed, ["systemctl", "start", "demo.service"]);
    agent = await startBedAgent(bed, {
      url: server.url,
      user: "root",
      // As the installed service: the bus is there for as long as the agent is.
      allow: ["After=dbus.service", `StandardOutput=append:${log}`, "ProtectSystem=no"],
      checks: [{ type: "systemd", unit: "demo.service", restart: { cooldown: 1 }, downAfter: 0, logLines: false }],
    });
    await server.waitFor(({ status }) => status === "up");
    // It holds the shutdown up before anything else is stopped; the unit dies by itself meanwhile, without being asked to.
    await bed.writeUnit(
      "brake.service",
      `[Unit]\nAfter=${agent.name}.service demo.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\nExecStop=/bin/sh -c 'touch /run/fail; sleep 3'\n`,
    );
    await must(bed, ["systemctl", "start", "brake.service"]);
    await bed.reboot();
    agent = undefined;
    expect(server.pushes.at(-1)).toMatchObject({ status: "up", message: "tk-app3: the host is shutting down" });
    const said = await bed.readFile(log);
    expect(said).toContain("demo.service");
    expect(said).not.toContain("restarting it");
    expect(said).not.toContain("was not restarted");
  });

  test("may be one of a user's own, with no polkit at all", async () => {
    await bed.addUser("alice");
    await bed.writeFile(
      "/home/alice/.config/systemd/user/own.service",
      `[Service]\nExecStart=/bin/sh -c '${untilTold}; exit 4'\n`,
    );
    await bed.execAs("alice", ["systemctl", "--user", "daemon-reload"]);
    await bed.execAs("alice", ["systemctl", "--user", "start", "own.service"]);
    agent = await startBedAgent(bed, {
      url: server.url,
      user: "alice",
      checks: [{ type: "systemd", unit: "own.service", scope: "user", restart: {}, logLines: false }],
    });
    await server.waitFor(({ status }) => status === "up");
    await bed.writeFile("/run/fail", "");
    const down = await server.waitFor(({ status }) => status === "down");
    await bed.exec(["rm", "/run/fail"]);
    const up = await server.waitFor(({ status, at }) => status === "up" && at > down.at);
    expect(up.message).toContain("own.service is running (active/running); restarted by the agent once within 1 h");
  });
});
