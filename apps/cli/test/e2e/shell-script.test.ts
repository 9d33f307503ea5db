import type { Heartbeat, Monitor } from "@kumakit/client";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";

import { startAgentScene, type AgentScene } from "./agent-scene.ts";

// The page is followed by hand; so does this test.
const page = await readFile(new URL("../../../../docs/sh-runtime.md", import.meta.url), "utf8");
const agent = fileURLToPath(new URL("../../dist/kuma-agent.mjs", import.meta.url));
const script = "/usr/local/lib/kuma-agent/kuma-agent.sh";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("supervisor.service");
  await scene.addService("nginx.service");
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function must(argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

/** The block of the page after the line that names it. */
function block(after: string, language: string): string {
  const [, rest = ""] = page.split(after);
  const [, text] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(rest) ?? [];
  if (text === undefined) throw new Error(`the page has no ${language} block after "${after}"`);
  return text;
}

interface ScriptInput {
  readonly monitors: readonly { readonly monitor: Monitor; readonly unit: string }[];
  readonly interval: number;
  readonly scheduler?: string;
}

/** Brings the script and the tokens to the host as the page says. */
async function bring({ monitors, interval, scheduler = "timer" }: ScriptInput): Promise<string> {
  const checks = monitors.map(({ unit }) => ({
    type: "systemd",
    name: unit,
    unit,
    interval,
    tokenFile: `tokens/${unit}`,
  }));
  const config = { version: 1, server: { url: scene.kuma.url }, host: "tk-app3", checks };
  await scene.bed.writeFile("/root/way/agent.json", JSON.stringify(config));
  for (const { monitor, unit } of monitors) {
    await scene.bed.writeFile(`/root/way/tokens/${unit}`, `${monitor.pushToken ?? ""}\n`, "0600");
  }
  const make = [process.execPath, agent, "sh", "--config", "./agent.json", "--folder", "/etc/kuma-agent"];
  const said = await must([
    "sh",
    "-c",
    `cd /root/way && "$@"`,
    "sh",
    ...make,
    "--scheduler",
    scheduler,
    "--output",
    "./kuma-agent.sh",
  ]);
  if ((await scene.bed.exec(["id", "kuma-agent"])).code === 0) await must(["userdel", "kuma-agent"]);
  await must(["sh", "-ec", `cd /root/way\n${block("## With a timer of systemd", "sh")}`]);
  return said;
}

async function heartbeats({ id }: Monitor): Promise<readonly Heartbeat[]> {
  return scene.client.monitors.heartbeats(id, { hours: 1 });
}

async function until(monitor: Monitor, matches: (last: Heartbeat) => boolean, timeout: number): Promise<Heartbeat> {
  const last = async (): Promise<boolean> => {
    const beat = (await heartbeats(monitor)).at(-1);
    return beat !== undefined && matches(beat);
  };
  await expect.poll(last, { timeout, interval: 200 }).toBe(true);
  const beat = (await heartbeats(monitor)).at(-1);
  if (beat === undefined) throw new Error("there is no beat");
  return beat;
}

describeOnBed("the shell script, put in place as the page says", () => {
  it("reports UP, a kill, and the recovery to a real Uptime Kuma, from a timer and without a right", async () => {
    const [one, two] = await Promise.all(
      ["supervisor", "nginx"].map((name) =>
        scene.client.monitors.create({ type: "push", name, interval: 20, notificationIds: [1] }),
      ),
    );
    if (one === undefined || two === undefined) throw new Error("no monitors");
    const monitors = [
      { monitor: one, unit: "supervisor.service" },
      { monitor: two, unit: "nginx.service" },
    ];
    expect(await bring({ monitors, interval: 20 })).toBe(
      `/root/way/kuma-agent.sh is written: 2 checks for ${scene.kuma.url}; have it run every 8 s\n`,
    );
    await scene.bed.writeFile(
      "/etc/systemd/system/kuma-agent-sh.service",
      block("`/etc/systemd/system/kuma-agent-sh.service`:", "ini"),
    );
    const timer = block("`/etc/systemd/system/kuma-agent-sh.timer`", "ini").replace(
      "OnUnitActiveSec=28s",
      "OnUnitActiveSec=8s",
    );
    expect(timer).toContain("OnUnitActiveSec=8s");
    await scene.bed.writeFile("/etc/systemd/system/kuma-agent-sh.timer", timer);
    onTestFailed(async () => {
      process.stderr.write((await scene.bed.exec(["journalctl", "--unit", "kuma-agent-sh", "--no-pager"])).stdout);
    });
    const started = block("WantedBy=timers.target", "sh");
    await must(["sh", "-ec", started]);

    const up = await until(one, ({ status }) => status === "up", 30_000);
    expect(up.message).toBe("tk-app3: supervisor.service is running (active/running)");
    await until(two, ({ status }) => status === "up", 30_000);

    await must(["systemctl", "kill", "--signal=KILL", "supervisor.service"]);
    const down = await until(one, ({ status }) => status === "down", 30_000);
    expect(down.message).toBe("tk-app3: supervisor.service failed: signal KILL");
    await scene.sink.waitFor(({ status, text }) => status === "down" && text.includes("signal KILL"), {
      timeout: 10_000,
    });

    await must(["systemctl", "start", "supervisor.service"]);
    const again = await until(one, ({ status }) => status === "up", 30_000);
    expect(again.message).toMatch(/^tk-app3: supervisor\.service is running \(active\/running\), after \d+ s down$/);

    // Two restarts and a reload of systemd are nothing to speak of.
    await must(["systemctl", "restart", "supervisor.service"]);
    await must(["systemctl", "daemon-reload"]);
    await until(one, ({ time }) => time > again.time, 30_000);
    const statuses = (await heartbeats(one)).map(({ status }) => status);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual(["up", "down", "up"]);
    expect(new Set((await heartbeats(two)).map(({ status }) => status))).toEqual(new Set(["up"]));

    const log = await must(["journalctl", "--unit", "kuma-agent-sh", "--output=cat", "--no-pager"]);
    expect(log).toContain("supervisor.service: DOWN: supervisor.service failed: signal KILL");
    expect(log).not.toContain(one.pushToken);
    const shown =
      block("## Looking after it", "sh")
        .split("\n")
        .find((line) => line.startsWith("runuser")) ?? "";
    expect(await must(["sh", "-c", shown])).toMatch(
      /^UP {7}supervisor\.service {2}supervisor\.service is running \(active\/running\)\n {9}looked at \d+ s ago, pushed \d+ s ago\nUP {7}nginx/,
    );
    const score = await scene.bed.exec(["systemd-analyze", "security", "--no-pager", "kuma-agent-sh.service"]);
    expect(Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(score.stdout)?.[1])).toBeLessThanOrEqual(2);
    await must(["systemctl", "disable", "--now", "kuma-agent-sh.timer"]);
  });
});

describeOnBed(
  "the shell script, put in place as the page says, on a host with cron",
  () => {
    it("does the same from cron, at the interval that cron can do", async () => {
      const monitor = await scene.client.monitors.create({
        type: "push",
        name: "by cron",
        interval: 124,
        notificationIds: [1],
      });
      const monitors = [{ monitor, unit: "supervisor.service" }];
      await expect(bring({ monitors, interval: 60, scheduler: "cron" })).rejects.toThrow(
        "checks[0].interval: must be at least 124 s, not 60: cron runs once a minute",
      );
      expect(await bring({ monitors, interval: 124, scheduler: "cron" })).toContain("have it run every minute");
      await must(["sh", "-ec", block("no folder to remember in", "sh")]);
      await scene.bed.writeFile("/etc/cron.d/kuma-agent", block("Then write `/etc/cron.d/kuma-agent`", "cron"));
      await must(["systemctl", "start", "cron.service"]);
      expect((await until(monitor, ({ status }) => status === "up", 75_000)).message).toBe(
        "tk-app3: supervisor.service is running (active/running)",
      );
      expect(await must(["stat", "--format=%a %U", script])).toBe("750 root\n");
    });
  },
  ["cron"],
);
