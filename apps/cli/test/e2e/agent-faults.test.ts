import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import { startAgentScene, type AgentScene } from "./agent-scene.ts";
import { hungryService, runOutOfMemory } from "./run-out-of-memory.ts";
import { ToldStory } from "./told-story.ts";

const sleeper = "[Service]\nExecStart=/bin/sleep infinity\n";
const units: Readonly<Record<string, string>> = {
  plain: sleeper,
  steady: sleeper,
  leaving: sleeper,
  hungry: hungryService,
  guarded: `[Service]
Type=notify
NotifyAccess=all
WatchdogSec=3
ExecStart=/bin/sh -c 'systemd-notify --ready; while sleep 0.5; do test -e /run/starve || systemd-notify WATCHDOG=1; done'
`,
  looping: `[Unit]
StartLimitIntervalSec=0
[Service]
Restart=always
RestartSec=200ms
ExecStart=/bin/sh -c 'while ! test -e /run/crash; do sleep 0.1; done; sleep 0.3; exit 3'
`,
};

describeOnBed(
  "faults of a host in a real Uptime Kuma: one outage is one DOWN and one UP, and nothing else is any",
  () => {
    let scene: AgentScene;
    let story: ToldStory;

    beforeAll(async () => {
      scene = await startAgentScene();
      for (const [name, text] of Object.entries(units)) {
        await scene.bed.writeUnit(`${name}.service`, text);
        await systemctl("start", `${name}.service`);
      }
      const { code, stderr } = await scene.run("agent", "install", ...Object.keys(units), "--interval", "60");
      if (code !== 0) throw new Error(stderr);
      story = new ToldStory(scene);
    });
    afterAll(async () => scene[Symbol.asyncDispose]());
    beforeEach(() => story.beginAnew());

    async function systemctl(...args: readonly string[]): Promise<void> {
      const { code, stderr } = await scene.bed.exec(["systemctl", ...args]);
      if (code !== 0) throw new Error(stderr);
    }

    /** Starts the unit again, and waits for all reports of it: alerts at the sink, news in the database. */
    async function outageOf(name: string): Promise<Told> {
      await story.untilAlerts(`down ${name}`);
      await systemctl("start", `${name}.service`);
      await story.untilAlerts(`down ${name}`, `up ${name}`);
      await sleep(1000);
      const news = await story.news(name);
      // A heartbeat may have come between the beginning and the fault.
      return { alerts: story.alerts(), news: news.filter((line, index) => index > 0 || line.startsWith("down")) };
    }

    it("a service that is killed", async () => {
      await systemctl("kill", "--signal=KILL", "plain.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: signal KILL"));
    });

    it("a service that is stopped for good", async () => {
      await systemctl("stop", "plain.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "is not running (inactive/dead)"));
    });

    it("a service that cannot start again", async () => {
      await scene.bed.writeUnit("plain.service", "[Service]\nExecStart=/no/such/program\n");
      await scene.bed.exec(["systemctl", "restart", "plain.service"]);
      await story.untilAlerts("down plain");
      await scene.bed.exec(["systemctl", "start", "plain.service"]);
      await scene.bed.exec(["systemctl", "start", "plain.service"]);
      await sleep(500);
      await scene.bed.writeUnit("plain.service", sleeper);
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: exit code 203/EXEC"));
    });

    it("a watchdog that is not fed", async () => {
      await scene.bed.writeFile("/run/starve", "");
      await story.untilAlerts("down guarded");
      await scene.bed.exec(["rm", "/run/starve"]);
      expect(await outageOf("guarded")).toEqual(oneOutage("guarded", "failed: watchdog timeout"));
    });

    it("memory that runs out", async () => {
      await runOutOfMemory(scene.bed, "hungry.service");
      expect(await outageOf("hungry")).toEqual(oneOutage("hungry", "failed: out of memory"));
    });

    it("a service that crashes again and again while systemd starts it each time: one outage", async () => {
      await scene.bed.writeFile("/run/crash", "");
      await story.untilAlerts("down looping");
      const status = async (): Promise<string> => (await scene.run("agent", "status")).stdout;
      await expect.poll(status, { timeout: 15_000 }).toMatch(/looping\.service +✗ DOWN .* (?:[5-9]|\d\d) restarts/);
      await scene.bed.exec(["rm", "/run/crash"]);
      // A restart that meets it between two runs would not reset systemd's count.
      await systemctl("stop", "looping.service");
      await systemctl("start", "looping.service");
      await story.untilAlerts("down looping", "up looping");
      await sleep(1000);
      const [last, ...before] = (await story.news("looping")).toReversed();
      expect(last).toBe("up: looping.service is running (active/running), after an outage");
      const reasons = before.filter((line) => line.startsWith("down"));
      expect(reasons.length).toBeGreaterThan(0);
      for (const line of reasons)
        expect(line).toMatch(/: looping\.service (?:failed: exit code 3|is in a crash loop: )/);
      expect(story.alerts()).toEqual(["down looping", "up looping"]);
    });

    it("a unit that is removed while it is watched: reported when it stops, and not before", async () => {
      await systemctl("stop", "steady.service");
      await systemctl("start", "steady.service");
      await scene.bed.exec(["rm", "/etc/systemd/system/leaving.service"]);
      await systemctl("daemon-reload");
      await sleep(1500);
      expect(story.alerts()).toEqual([]);
      await systemctl("stop", "leaving.service");
      await story.untilAlerts("down leaving");
      await scene.bed.writeUnit("leaving.service", sleeper);
      expect(await outageOf("leaving")).toEqual(oneOutage("leaving", "was not found on this host"));
    });

    it("restarts, reloads of systemd, a new systemd and a new bus: nothing is reported", async () => {
      for (let round = 0; round < 5; round += 1) await systemctl("restart", "plain.service", "steady.service");
      for (let round = 0; round < 20; round += 1) await systemctl("daemon-reload");
      await systemctl("daemon-reexec");
      await systemctl("kill", "--signal=KILL", "dbus.service");
      await systemctl("start", "dbus.service");
      await systemctl("restart", "dbus.service");
      await sleep(3000);
      expect(story.alerts()).toEqual([]);
      const beats = await Promise.all(Object.keys(units).map((name) => story.beats(name)));
      expect(beats.flat().filter(({ status }) => status !== "up")).toEqual([]);
      await systemctl("kill", "--signal=KILL", "plain.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: signal KILL"));
    });

    it("a kill in the middle of fifty reloads of systemd", async () => {
      const storm = scene.bed.exec(["sh", "-c", "for n in $(seq 50); do systemctl daemon-reload; done"], {
        timeout: 100_000,
      });
      await sleep(300);
      await systemctl("kill", "--signal=KILL", "plain.service");
      await story.untilAlerts("down plain");
      await systemctl("start", "plain.service");
      await story.untilAlerts("down plain", "up plain");
      await storm;
      await sleep(500);
      expect((await story.news("plain")).filter((line) => line.startsWith("down"))).toEqual([
        "down: plain.service failed: signal KILL",
      ]);
      story.beginAnew();
      await systemctl("kill", "--signal=KILL", "plain.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: signal KILL"));
    });

    it("a kill while there is no bus, and one right after systemd has executed itself again", async () => {
      const { stdout } = await scene.bed.exec(["systemctl", "show", "--value", "--property=MainPID", "plain.service"]);
      await systemctl("stop", "dbus.socket", "dbus.service");
      await scene.bed.exec(["kill", "-9", stdout.trim()]);
      await sleep(500);
      expect(story.alerts()).toEqual([]);
      await systemctl("start", "dbus.socket", "dbus.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: signal KILL"));
      story.beginAnew();
      await systemctl("daemon-reexec");
      await systemctl("kill", "--signal=KILL", "plain.service");
      expect(await outageOf("plain")).toEqual(oneOutage("plain", "failed: signal KILL"));
    });

    it("has reported no unit that nothing happened to", async () => {
      const whole = await scene.client.monitors.list();
      const steady = whole.find(({ name }) => name === "tk-app3/steady");
      const beats = await scene.client.monitors.heartbeats(steady?.id ?? 0, { hours: 1 });
      expect(beats.length).toBeGreaterThan(2);
      expect(new Set(beats.map(({ status }) => status))).toEqual(new Set(["up"]));
      expect(scene.sink.alerts.filter(({ text }) => text.includes("tk-app3/steady"))).toEqual([]);
    });
  },
);

interface Told {
  readonly alerts: readonly string[];
  readonly news: readonly string[];
}

/** One outage, and nothing else. */
function oneOutage(name: string, reason: string): Told {
  return {
    alerts: [`down ${name}`, `up ${name}`],
    news: [`down: ${name}.service ${reason}`, `up: ${name}.service is running (active/running), after an outage`],
  };
}
