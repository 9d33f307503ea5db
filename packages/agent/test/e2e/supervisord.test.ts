import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { type PushServer } from "../support/start-push-server.ts";
import { must, startBedAgent, type BedAgent } from "./agent-on-bed.ts";
import { killProgram, putSupervisorOnBed, runPrograms, supervisorctl, untilState } from "./supervisor-on-bed.ts";
import { sceneOnBed } from "./scene-on-bed.ts";

const two = `
[program:web]
command=/bin/sleep infinity
[program:worker]
command=/bin/sleep infinity
`;

const everyState = `
[program:web]
command=/bin/sleep infinity
[program:absent]
command=/does/not/exist
startretries=0
[program:flapper]
command=/bin/sh -c "exit 3"
; far above what a busy machine may take to notice the end: else that is EXITED
startsecs=30
startretries=100
[program:slow]
command=/bin/sleep infinity
startsecs=3600
[program:once]
command=/bin/sh -c "sleep 1.2"
autorestart=false
[program:broken]
command=/bin/sh -c "sleep 1.2; exit 7"
autorestart=false
[program:idle]
command=/bin/sleep infinity
autostart=false
[program:workers]
command=/bin/sleep infinity
process_name=%(program_name)s_%(process_num)02d
numprocs=2
`;

function statuses(server: PushServer): string[] {
  return server.pushes.map(({ status }) => status ?? "").filter((status, index, all) => status !== all[index - 1]);
}

describeOnBed(
  "the agent and a real supervisord",
  () => {
    const scene = sceneOnBed({
      prepare: async (bed) => {
        await putSupervisorOnBed(bed);
      },
    });

    async function watch(settings: Record<string, unknown> = {}): Promise<BedAgent> {
      const check = { type: "supervisord", name: "programs", ...settings };
      scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks: [check] });
      return scene.agent;
    }

    /** Both programs run, and the server knows it. */
    async function watchTwo(settings: Record<string, unknown> = {}): Promise<BedAgent> {
      await runPrograms(scene.bed, two);
      await untilState(scene.bed, "web", "RUNNING");
      await untilState(scene.bed, "worker", "RUNNING");
      const running = await watch(settings);
      await scene.server.waitFor(({ status }) => status === "up");
      return running;
    }

    test("names the culprits among programs in every state, and then only those that are named", async () => {
      await runPrograms(scene.bed, everyState);
      await untilState(scene.bed, "absent", "FATAL");
      await untilState(scene.bed, "broken", "EXITED");
      await untilState(scene.bed, "once", "EXITED");
      const running = await watch({ backoffTooLong: 0.5, startingTooLong: 3 });
      const down = await scene.server.waitFor(({ message }) => message.includes("absent"));
      expect(down.message).toContain("absent FATAL can't find command '/does/not/exist'; broken EXITED exit status 7");
      await sleep(4500);
      const { checks } = JSON.parse(await running.status()) as { checks: readonly { readonly message: string }[] };
      expect(checks[0]?.message).toMatch(
        /^4 of 9 programs: absent FATAL can't find command '\/does\/not\/exist'; broken EXITED exit status 7; flapper BACKOFF exited too quickly; slow STARTING for \d s$/,
      );
      await running.stop();

      const since = performance.now();
      await watch({ programs: ["web", "workers:*"] });
      const up = await scene.server.waitFor(({ at }) => at > since);
      expect(up).toMatchObject({ status: "up", message: "tk-app3: all 3 programs are RUNNING" });
      await supervisorctl(scene.bed, ["stop", "workers:workers_00"]);
      const stopped = await scene.server.waitFor(({ at, status }) => at > since && status === "down");
      expect(stopped.message).toBe("tk-app3: 1 of 3 programs: workers:workers_00 STOPPED");
    });

    test("reports a killed program within about a second with its signal, and its recovery", async () => {
      await watchTwo();
      const waits: number[] = [];
      for (let round = 0; round < 2; round += 1) {
        const killedAt = await killProgram(scene.bed, "web");
        const down = await scene.server.waitFor(({ at, status }) => at > killedAt && status === "down");
        expect(down.message).toMatch(
          /^tk-app3: 1 of 2 programs: web (EXITED terminated by SIGKILL|died \(terminated by SIGKILL\), restarted by supervisord)$/,
        );
        waits.push(Math.round(down.at - killedAt));
        // It has to run for a quarter longer than the run that was killed, which lasted for as long as the UP took.
        const up = await scene.server.waitFor(({ at, status }) => at > down.at && status === "up", 25_000);
        expect(up.message).toMatch(/^tk-app3: all 2 programs are RUNNING, after (less than 1|\d+) s down$/);
      }
      process.stderr.write(`kill -9 of a program to DOWN at the server: ${waits.join(" ms, ")} ms\n`);
      expect(Math.max(...waits)).toBeLessThan(1800);

      // The third death within five minutes makes it a crash loop, which outlives the restart.
      const killedAt = await killProgram(scene.bed, "web");
      await scene.server.waitFor(({ at, status }) => at > killedAt && status === "down");
      await expect
        .poll(() => scene.agent?.status(), { timeout: 40_000 })
        .toContain("1 of 2 programs: web is in a crash loop: 3 restarts within 5 min");
      expect(statuses(scene.server).join(" ")).toMatch(/^up down up down up down(?: down)*$/);
    });

    test("says nothing of restarts by hand, of one program, of all, and of supervisord", async () => {
      const running = await watchTwo({ programs: ["web", "worker"], interval: 8 });
      for (let round = 0; round < 4; round += 1) await supervisorctl(scene.bed, ["restart", "web"]);
      await supervisorctl(scene.bed, ["restart", "all"]);
      await supervisorctl(scene.bed, ["reload"]);
      await sleep(3000);
      await must(scene.bed, ["systemctl", "restart", "supervisor.service"]);
      await sleep(6000);
      expect(statuses(scene.server)).toEqual(["up"]);
      expect(await running.status()).toContain("all 2 programs are RUNNING");
    });

    test("reports a program that was stopped by hand only when it must run", async () => {
      await watchTwo();
      await supervisorctl(scene.bed, ["stop", "web"]);
      await sleep(2500);
      expect(statuses(scene.server)).toEqual(["up"]);
      await scene.agent?.stop();

      const since = performance.now();
      await watch({ mustRun: true });
      const down = await scene.server.waitFor(({ at, status }) => at > since && status === "down");
      expect(down.message).toBe("tk-app3: 1 of 2 programs: web STOPPED");
      await supervisorctl(scene.bed, ["start", "web"]);
      await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
    });

    test("reports a killed supervisord at once, and its return", async () => {
      await watchTwo();
      const killedAt = performance.now();
      await must(scene.bed, ["systemctl", "kill", "--kill-whom=main", "--signal=KILL", "supervisor.service"]);
      const down = await scene.server.waitFor(({ status }) => status === "down");
      expect(down.message).toBe("tk-app3: supervisord is not running: nothing listens on /run/supervisor.sock");
      process.stderr.write(`kill -9 of supervisord to DOWN at the server: ${Math.round(down.at - killedAt)} ms\n`);
      expect(down.at - killedAt).toBeLessThan(1500);
      // It leaves its programs behind.
      await scene.bed.exec(["pkill", "--full", "sleep infinity"]);
      await must(scene.bed, ["systemctl", "restart", "supervisor.service"]);
      const up = await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
      expect(up.message).toContain("all 2 programs are RUNNING");
    });

    test("reports a supervisord that was stopped only after downAfter", async () => {
      await watchTwo({ downAfter: 2 });
      // It is gone before the command comes back, on a slow host by much.
      const stoppedAt = performance.now();
      await must(scene.bed, ["systemctl", "stop", "supervisor.service"]);
      const down = await scene.server.waitFor(({ status }) => status === "down");
      expect(down.message).toBe("tk-app3: supervisord is not running: there is no socket /run/supervisor.sock");
      expect(down.at - stoppedAt).toBeGreaterThan(2000);
      expect(down.at - stoppedAt).toBeLessThan(8000);
    });

    test("says what to change when it may not ask, and goes on by itself once it may", async () => {
      await runPrograms(scene.bed, two);
      await must(scene.bed, ["chown", "root:root", "/run/supervisor.sock"]);
      const running = await watch({ interval: 8 });
      const down = await scene.server.waitFor(({ status }) => status === "down");
      expect(down.message).toBe(
        "tk-app3: cannot be checked: permission denied on supervisord's socket /run/supervisor.sock: as root run groupadd " +
          "--system --force supervisor and usermod --append --groups supervisor kuma-agent, set chmod=0770 and " +
          "chown=root:supervisor in the section [unix_http_server] of supervisord's config, and restart supervisord and the agent",
      );
      await must(scene.bed, ["sh", "-c", "chgrp supervisor /run/supervisor.sock && chmod 0770 /run/supervisor.sock"]);
      await scene.server.waitFor(({ at, status }) => at > down.at && status === "up");
      expect(await running.log()).not.toContain("Tok3nOfTheTest");
    });

    test("asks over TCP with the password from its file, and says that it is wrong", async () => {
      const port = 39_000 + Math.floor(Math.random() * 1000);
      const inet = `[inet_http_server]\nport=127.0.0.1:${port}\nusername=kuma\npassword=S3cretOfSupervisor\n`;
      await runPrograms(scene.bed, two + inet);
      await untilState(scene.bed, "web", "RUNNING");
      await scene.bed.writeFile("/etc/supervisor-password", "S3cretOfSupervisor\n", "0600");
      await must(scene.bed, ["chown", "kuma-agent", "/etc/supervisor-password"]);
      const login = { username: "kuma", passwordFile: "/etc/supervisor-password" };
      const running = await watch({ serverUrl: `http://127.0.0.1:${port}`, login, interval: 8 });
      await scene.server.waitFor(
        ({ status, message }) => status === "up" && message.includes("all 2 programs are RUNNING"),
      );
      await running.stop();

      const since = performance.now();
      await scene.bed.writeFile("/etc/supervisor-password", "Wr0ngPassword\n", "0600");
      const wrong = await watch({ serverUrl: `http://127.0.0.1:${port}`, login, interval: 8 });
      const down = await scene.server.waitFor(({ at, status }) => at > since && status === "down");
      expect(down.message).toBe(
        `tk-app3: cannot be checked: supervisord at 127.0.0.1:${port} does not accept the user and password of "login"`,
      );
      expect(await wrong.log()).not.toMatch(/Wr0ngPassword|S3cretOfSupervisor/);
    });

    test("programs with a check each share one connection to supervisord", async () => {
      await runPrograms(scene.bed, two);
      await untilState(scene.bed, "web", "RUNNING");
      const checks = ["web", "worker"].map((name) => ({ type: "supervisord", name, programs: [name] }));
      scene.agent = await startBedAgent(scene.bed, { url: scene.server.url, checks });
      await scene.server.waitFor(({ message }) => message === "tk-app3: web is RUNNING");
      await scene.server.waitFor(({ message }) => message === "tk-app3: worker is RUNNING");
      const since = await killProgram(scene.bed, "worker");
      const down = await scene.server.waitFor(({ at, status }) => at > since && status === "down");
      expect(down.message).toMatch(/^tk-app3: worker .*SIGKILL/);
      const sockets = await must(scene.bed, [
        "ss",
        "--unix",
        "--no-header",
        "state",
        "connected",
        "src",
        "/run/supervisor.sock",
      ]);
      expect(sockets.trim().split("\n")).toHaveLength(1);
      expect(scene.server.pushes.filter(({ status, message }) => status === "down" && message.includes("web"))).toEqual(
        [],
      );
    });
  },
  ["supervisord"],
);
