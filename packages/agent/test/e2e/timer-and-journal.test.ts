import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";
import { must, startBedAgent, type BedAgent } from "./agent-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

/** Timers whose first run never ends, by their names. */
const hanging = {
  "hangs-by-calendar": "OnCalendar=*:*:0/10",
  "hangs-by-start": "OnActiveSec=100ms\nOnUnitActiveSec=10s",
  "hangs-by-end": "OnActiveSec=100ms\nOnUnitInactiveSec=10s",
};

describeOnBed("timers and the journal", () => {
  const scene = sceneOnBed({
    // Their runs are old enough when the last test comes.
    prepare: async (bed) => {
      for (const [name, plan] of Object.entries(hanging)) {
        await bed.writeUnit(`${name}.service`, "[Service]\nType=oneshot\nExecStart=/bin/sleep infinity\n");
        await bed.writeUnit(`${name}.timer`, `[Timer]\nAccuracySec=100ms\n${plan}\n`);
      }
      await must(bed, ["systemctl", "start", ...Object.keys(hanging).map((name) => `${name}.timer`)]);
    },
    tidy: async (bed) => {
      await bed.exec(["systemctl", "stop", "job.timer", "job.service"]);
      await bed.exec(["systemctl", "reset-failed"]);
    },
  });

  async function watch(check: Record<string, unknown>, groups = ["systemd-journal"]): Promise<BedAgent> {
    scene.agent = await startBedAgent(scene.bed, {
      url: scene.server.url,
      checks: [{ name: "watched", ...check }],
      groups,
    });
    await scene.server.waitFor(() => true);
    return scene.agent;
  }

  function next(status: string, since = 0): Promise<{ message: string; at: number }> {
    return scene.server.waitFor((push) => push.status === status && push.at > since, 20_000);
  }

  describe("a timer", () => {
    async function job({ timer, script = "exit 0" }: { timer: string; script?: string }): Promise<void> {
      await scene.bed.writeFile("/opt/job", `#!/bin/sh\n${script}\n`, "0755");
      await scene.bed.writeUnit("job.service", "[Service]\nType=oneshot\nExecStart=/opt/job\n");
      await scene.bed.writeUnit("job.timer", `[Timer]\nAccuracySec=100ms\n${timer}\n`);
      await must(scene.bed, ["systemctl", "start", "job.timer"]);
    }

    test("of a calendar is UP before its first run, and DOWN when it is stopped, with a grace for restarts", async () => {
      await job({ timer: "OnCalendar=*-01-01 04:00:00" });
      await watch({ type: "timer", unit: "job.timer", downAfter: 1 });
      expect((await next("up")).message).toMatch(/^tk-app3: job\.timer: has not run yet, next in \d+ d/);
      await must(scene.bed, ["systemctl", "restart", "job.timer"]);
      await sleep(1500);
      expect(scene.server.pushes.map(({ status }) => status)).not.toContain("down");
      await must(scene.bed, ["systemctl", "stop", "job.timer"]);
      expect((await next("down")).message).toBe("tk-app3: job.timer is not running (inactive/dead): it starts nothing");
      await must(scene.bed, ["systemctl", "start", "job.timer"]);
      expect((await next("up", scene.server.pushes.at(-1)?.at)).message).toContain("has not run yet");
    });

    test("whose run fails is DOWN at once with the reason and the log, until a run has succeeded", async () => {
      await job({ timer: "OnCalendar=yearly", script: 'echo "cannot mount nas" >&2; exit $(cat /run/job-exit)' });
      await scene.bed.writeFile("/run/job-exit", "9");
      await watch({ type: "timer", unit: "job.timer" });
      const startedAt = performance.now();
      await scene.bed.exec(["systemctl", "start", "job.service"]);
      const down = await next("down");
      expect(down.message).toMatch(
        /^tk-app3: job\.timer: its last run failed (?:less than )?1 s ago: job\.service failed: exit code 9/,
      );
      // A host that is slow has the line only in the next repetition.
      await scene.server.waitFor(({ message }) => message.endsWith('; last log: "cannot mount nas"'), 40_000);
      expect(down.at - startedAt).toBeLessThan(3000);
      await scene.bed.writeFile("/run/job-exit", "0");
      await must(scene.bed, ["systemctl", "start", "job.service"]);
      await next("up", down.at);
    });

    test("by intervals goes on being UP, and says when it ran", async () => {
      await job({ timer: "OnActiveSec=300ms\nOnUnitInactiveSec=1s" });
      await watch({ type: "timer", unit: "job.timer", interval: 6, maxAge: "1 min" });
      await scene.server.waitFor(({ message }) => /last run (?:less than )?\d s ago, next in/.test(message), 20_000);
      expect(scene.server.pushes.map(({ status }) => status)).not.toContain("down");
    });

    test("that will never start its unit again is DOWN although it is active", async () => {
      await job({ timer: "OnUnitActiveSec=1h" });
      await watch({ type: "timer", unit: "job.timer" });
      expect((await next("down")).message).toBe(
        "tk-app3: job.timer is active but will not start job.service again (active/elapsed), it has never run",
      );
    });

    test("is DOWN when its last run is too old, and when a run takes too long", async () => {
      await job({ timer: "OnActiveSec=100ms\nOnCalendar=yearly", script: "exec sleep $(cat /run/job-takes)" });
      await scene.bed.writeFile("/run/job-takes", "0");
      await watch({ type: "timer", unit: "job.timer", maxAge: "3s", maxRuntime: "1s" });
      expect((await next("down")).message).toMatch(
        /^tk-app3: job\.timer started job\.service last [3-9] s ago, at most 3 s are allowed$/,
      );
      await scene.agent?.stop();
      await scene.bed.writeFile("/run/job-takes", "30");
      await must(scene.bed, ["systemctl", "start", "--no-block", "job.service"]);
      await watch({ type: "timer", unit: "job.timer", maxRuntime: "1s" });
      await scene.server.waitFor(({ message }) =>
        /job\.timer: job\.service has been running for \d+ s \(activating\/start\)$/.test(message),
      );
    });

    test("that does not exist, is masked, or starts nothing that exists is DOWN", async () => {
      await scene.bed.writeUnit("lonely.timer", "[Timer]\nOnCalendar=yearly\nUnit=absent.service\n");
      await scene.bed.exec(["systemctl", "start", "lonely.timer"]);
      await must(scene.bed, ["systemctl", "mask", "--runtime", "masked.timer"]);
      scene.agent = await startBedAgent(scene.bed, {
        url: scene.server.url,
        checks: ["absent.timer", "masked.timer", "lonely.timer"].map((unit) => ({ type: "timer", unit })),
      });
      await scene.server.waitFor(({ message }) => message === "tk-app3: absent.timer was not found on this host");
      await scene.server.waitFor(({ message }) => message === "tk-app3: masked.timer is masked");
      // systemd itself refuses a timer without a unit, and stops it.
      await scene.server.waitFor(({ message }) => message.startsWith("tk-app3: lonely.timer"));
      expect(scene.server.pushes.map(({ status }) => status)).not.toContain("up");
    });

    test("is read by systemctl when there is no bus, with the same result", async () => {
      await job({ timer: "OnCalendar=*-01-01 04:00:00\nOnUnitActiveSec=2h" });
      await must(scene.bed, ["systemctl", "start", "job.service"]);
      const running = await watch({ type: "timer", unit: "job.timer", interval: 6 });
      const said = /job\.timer: .*next in 1 h 59 min|job\.timer: .*next in 2 h/;
      expect((await next("up")).message).toMatch(said);
      await must(scene.bed, ["chmod", "000", "/run/dbus/system_bus_socket"]);
      try {
        await running.stop();
        scene.server.pushes.length = 0;
        scene.agent = await startBedAgent(scene.bed, {
          url: scene.server.url,
          user: "root",
          checks: [{ type: "timer", unit: "job.timer", name: "watched" }],
        });
        expect((await next("up")).message).toMatch(said);
      } finally {
        await must(scene.bed, ["chmod", "666", "/run/dbus/system_bus_socket"]);
      }
    });
  });

  describe("lines in the journal", () => {
    const look = { type: "journal", lookEvery: 1, interval: 6 };
    const log = (...lines: readonly string[]) =>
      must(scene.bed, ["sh", "-c", 'for line; do logger -t app -p user.err -- "$line"; done', "sh", ...lines]);

    test("are DOWN from atLeast on, quoted without secrets, and clear by themselves; earlier ones do not count", async () => {
      await log("I/O error before the agent");
      await watch({ ...look, contains: "/^I\\/O error/", priority: "err", atLeast: 2, clearAfter: "10s" });
      expect((await next("up")).message).toBe("tk-app3: no matching line within 10 s");
      await log("I/O error, password=hunter2", "no I/O error");
      await scene.server.waitFor(({ message }) => message === "tk-app3: 1 matching line, fewer than 2, within 10 s");
      await log("I/O error, token: abcdef");
      const down = await next("down");
      expect(down.message).toMatch(
        /^tk-app3: 2 matching lines within 10 s, the newest .+ ago from .+: "I\/O error, token: \*\*\*"$/,
      );
      const up = await next("up", down.at);
      expect(up.message).toMatch(/after .+ down$/);
    });

    test("are each seen once, also in a flood and when the journal is rotated and emptied in between", async () => {
      await watch({ ...look, contains: "/NEEDLE/i", clearAfter: "10 min" });
      await must(scene.bed, [
        "sh",
        "-c",
        "(seq 1 500 | sed 's/^/needle /'; seq 1 5000 | sed 's/^/hay /') | logger -t app",
      ]);
      await scene.server.waitFor(({ message }) => message.includes("500 matching lines within 10 min"), 20_000);
      await must(scene.bed, ["journalctl", "--rotate", "--vacuum-time=1s", "--quiet"]);
      await sleep(1200);
      await must(scene.bed, ["journalctl", "--vacuum-time=1s", "--quiet"]);
      await log("needle 501");
      await scene.server.waitFor(
        ({ message }) => message.includes("501 matching lines") && message.includes('"needle 501"'),
        20_000,
      );
      expect(scene.server.pushes.at(-1)?.status).toBe("down");
      // The agent's own log lines on it have all the words, and must not count.
      expect(scene.server.pushes.filter(({ message }) => message.includes("watched: DOWN"))).toEqual([]);
    });

    test("of one unit only, and the message bounded", async () => {
      await scene.bed.writeUnit(
        "talks.service",
        `[Service]\nType=oneshot\nExecStart=/bin/echo oh no ${"x".repeat(2000)}\n`,
      );
      await watch({ ...look, unit: "talks.service", contains: "oh no" });
      await log("oh no, but another");
      await must(scene.bed, ["systemctl", "start", "talks.service"]);
      const { message } = await next("down");
      expect(message).toMatch(/^tk-app3: 1 matching line within 10 min, .+ from talks\.service: "oh no x{200,300}…"$/);
    });

    test("that nobody keeps are not taken for silence", async () => {
      const conf = "/etc/systemd/journald.conf.d/zz-none.conf";
      const restart = "systemctl restart systemd-journald; rm -rf /run/log/journal /var/log/journal";
      await scene.bed.writeFile(conf, "[Journal]\nStorage=none\n");
      await must(scene.bed, ["sh", "-c", restart]);
      try {
        await watch({ ...look, contains: "x" });
        expect((await next("down")).message).toBe("tk-app3: cannot be checked: this host keeps no journal");
      } finally {
        await must(scene.bed, ["sh", "-c", `rm ${conf}; systemctl restart systemd-journald`]);
      }
    });

    test("cannot be looked for without the right to, which is said", async () => {
      await watch({ ...look, contains: "x" }, []).catch(() => undefined);
      expect((await next("down")).message).toBe(
        "tk-app3: cannot be checked: the journal may not be read: the agent's user is not in the group systemd-journal",
      );
    });
  });

  describe("a run that hangs", () => {
    test("is DOWN when it outlives its next planned start by a minute; a plan from its end has no such start", async () => {
      scene.agent = await startBedAgent(scene.bed, {
        url: scene.server.url,
        checks: Object.keys(hanging).map((name) => ({ type: "timer", unit: `${name}.timer`, interval: 6 })),
      });
      const said = (name: string, text: string) =>
        scene.server.waitFor(
          ({ status, message }) => status === "down" && message.includes(name) && message.includes(text),
          100_000,
        );
      const hangs = "(activating/start), its next start was planned 1 min ";
      await said("hangs-by-calendar", hangs);
      await said("hangs-by-start", hangs);
      scene.server.pushes.length = 0;
      await scene.server.waitFor(({ message }) => message.includes("hangs-by-end"), 20_000);
      expect(scene.server.pushes.filter(({ message }) => message.includes("hangs-by-end"))).toEqual([
        expect.objectContaining({
          status: "up",
          message: expect.stringContaining("hangs-by-end.service has been running for"),
        }),
      ]);
    });
  });
});
