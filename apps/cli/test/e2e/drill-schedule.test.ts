import { makeTempHome, runCommand, startSshd } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA, outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { prepareKills, runUntil } from "./killed-runs.ts";

/** How many points a schedule is killed at; `all` by hand. The sample is another one with each seed. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "1";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);
const name = "Alerts proven (tk-app3)";
const state = "/var/lib/kuma-agent-drill/state";

let scene: AgentScene;
let bare: string;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  await scene.addService("demo.service");
  bare = await snapshot(scene.bed);
  const { code, stderr } = await scene.run("agent", "install", "demo", "--interval", "60");
  if (code !== 0) throw new Error(stderr);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

const inBed = async (command: string) => (await scene.bed.exec(["sh", "-c", command])).stdout.trim();
const alerts = () => scene.sink.alerts.filter(({ text }) => text.includes(name));
const codes = () => alerts().flatMap(({ text }) => /drill ack (\d{6})/.exec(text)?.[1] ?? []);

/** The work of the timer, each hour. */
async function anHour(): Promise<void> {
  const { code, stderr } = await scene.bed.exec(["systemctl", "start", "kuma-agent-drill.service"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

async function asBefore(): Promise<void> {
  expect(await snapshot(scene.bed)).toBe(before);
  expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/demo"));
}

describeOnBed("kuma drill", () => {
  it("says what it would do, and what it needs", async () => {
    const { code, stdout } = await scene.run("drill", "schedule", "--monthly", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain(`${name}: `);
    expect(stdout).toContain("/etc/systemd/system/kuma-agent-drill.timer");
    expect((await scene.run("drill", "schedule")).code).toBe(2);
    expect(await scene.run("drill", "cancel", "--yes")).toMatchObject({
      code: 0,
      stdout: "Nothing to do: there are no drills.\n",
    });
    await asBefore();
  });

  it("drills at once; a code that is typed is proof, and the host hears of it", async () => {
    const done = await scene.run("drill", "schedule", "--weekly", "--json");
    expect({ code: done.code, stderr: done.stderr }).toEqual({ code: 0, stderr: "" });
    const data = JSON.parse(done.stdout) as unknown;
    expect((await outputSchema("drill:schedule")).safeParse(data).error).toBeUndefined();
    expect(data).toMatchObject({ changed: true, monitors: [{ name }], firstDrillAt: expect.any(String) });
    await expect.poll(() => alerts().map(({ status }) => status), { timeout: 30_000 }).toEqual(["down", "up"]);
    const [code = ""] = codes();
    const shown = `stat -c '%a %U:%G' /etc/kuma-agent/tokens/~drill /usr/local/lib/kuma-agent/drill.sh ${state}`;
    expect(await inBed(shown)).toBe("640 root:kuma-agent\n750 root:kuma-agent\n600 kuma-agent:kuma-agent");

    expect(await scene.run("drill", "schedule", "--weekly")).toMatchObject({
      code: 0,
      stdout: "Nothing to do: these drills are scheduled already.\n",
    });
    expect((await scene.run("drill", "ack", code)).code).toBe(0);
    await anHour();
    const monitor = await monitorNamed(scene.client, name);
    expect((await inBed(`cat ${state}`)).split("\n")[1]).toBe(monitor.pushToken);
    expect(await inBed("journalctl -u kuma-agent-drill -p warning -q --no-pager")).toBe("");
    const { stdout } = await scene.run("drill", "list");
    expect(stdout).toMatch(/^tk-app3 +weekly +proven +\d+s ago +\d+s ago by \S+ +\d{4}-\d\d-\d\d +ops-chat$/m);
    const { stdout: status } = await scene.run("status");
    expect(status).toContain("proven");

    // Another install, and another rhythm, keep what the host has learnt.
    const other = await scene.run("drill", "schedule", "--monthly");
    expect({ code: other.code, stderr: other.stderr }).toEqual({ code: 0, stderr: "" });
    expect((await scene.run("agent", "install", "demo", "--interval", "120")).code).toBe(0);
    expect(
      await inBed("systemctl is-active kuma-agent-drill.timer; grep ^every= /usr/local/lib/kuma-agent/drill.sh"),
    ).toBe("active\nevery='2419200'");
    await anHour();
    expect(codes()).toEqual([code, code]);
  });

  it("alerts once more when nobody acknowledges it in three days", async () => {
    const past = (days: number) =>
      inBed(`awk -v days=${days} 'BEGIN { s = days * 86400 }
        NR == 3 { print $1 - s, $2 - s; next }
        NR == 4 { for (i = 1; i <= NF; i++) { split($i, part, ":"); $i = part[1] ":" part[2] - s } } { print }' ${state} >/tmp/state &&
        cat /tmp/state >${state} && rm /tmp/state`);
    // Drills wait for ten o'clock. The name of a time zone has three letters at least: any other stands for UTC.
    const dropIn = "/run/systemd/system/kuma-agent-drill.service.d";
    const noon = `[Service]\nEnvironment=TZ=XXX${new Date().getUTCHours() - 12}\n`;
    await scene.bed.writeFile(`${dropIn}/noon.conf`, noon);
    await scene.bed.exec(["systemctl", "daemon-reload"]);
    try {
      const known = new Set(codes());
      const count = alerts().length;
      await past(29);
      await anHour();
      // This server answers a report before it alerts.
      await expect.poll(() => alerts().length, { timeout: 30_000 }).toBe(count + 2);
      expect(new Set(codes()).size).toBe(known.size + 1);
      await past(3);
      await anHour();
      await expect.poll(() => alerts().length, { timeout: 30_000 }).toBe(count + 3);
      const nobody = expect.stringContaining("Nobody has acknowledged") as unknown;
      expect(alerts().at(-1)).toMatchObject({ status: "down", text: nobody });
      expect((await scene.run("drill", "list")).stdout).toContain("unproven");
      expect((await scene.run("drill", "ack", codes().at(-1) ?? "")).code).toBe(0);
      await expect.poll(() => alerts().at(-1)?.status, { timeout: 30_000 }).toBe("up");
    } finally {
      await inBed(`rm -r ${dropIn} && systemctl daemon-reload`);
    }
  });

  it("can be killed anywhere while it is scheduled: the next run has it whole", { timeout: 7_200_000 }, async () => {
    await scene.run("agent", "install", "demo", "--interval", "60");
    await cancelled();
    await prepareKills(scene);
    const kuma = ["drill", "schedule", "--weekly"];
    const whole = await runUntil(scene, 1_000_000, kuma);
    expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 0, stderr: "" });
    const { length } = whole.points;
    const kills = wanted === "all" ? length : Number(wanted);
    for (let index = 0; index < kills; index += 1) {
      const within = ((seed * 7919 + index * 104_729) % 1000) / 1000;
      const at = wanted === "all" ? index + 1 : Math.floor(((index + within) * length) / kills) + 1;
      await cancelled();
      await runUntil(scene, at, kuma);
      const again = await scene.run(...kuma);
      const active = await inBed("systemctl is-active kuma-agent-drill.timer");
      expect({ at, seed, code: again.code, stderr: again.stderr, active }).toMatchObject({ code: 0, active: "active" });
      expect(await monitorNamed(scene.client, name)).toBeDefined();
    }
    await cancelled();
  });

  it("goes with the agent", async () => {
    expect((await scene.run("drill", "schedule", "--weekly")).code).toBe(0);
    const { code, stderr } = await scene.run("agent", "uninstall", "--delete-monitors", "--yes");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await scene.bed.exec(["rm", "-rf", "/opt/kill"]);
    expect(await snapshot(scene.bed)).toBe(bare);
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("works over SSH, looks at the host, and leaves nothing there when it is cancelled", async () => {
    expect((await scene.run("agent", "install", "demo")).code).toBe(0);
    using home = makeTempHome();
    using sshd = await startSshd(scene.bed, { name: "tk-app3" });
    const env = { ...home.env, PATH: `${sshd.searchPath}:${dirname(process.execPath)}` };
    const { username = "", password = "" } = scene.kuma.admin ?? {};
    const kuma = (...args: readonly string[]) =>
      runCommand([process.execPath, KUMA, ...args], { env, timeout: 60_000, input: password });
    expect((await kuma("login", scene.kuma.url, "--username", username, "--password-stdin")).code).toBe(0);
    const there = ["--host", "root@tk-app3"];
    const first = await kuma("drill", "schedule", "--monthly", ...there);
    expect({ code: first.code, stdout: first.stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`root@tk-app3: ${name}: a drill every fourth Monday.`),
    });
    const list = async () => JSON.parse((await kuma("drill", "list", "--json", ...there)).stdout) as unknown;
    expect(await list()).toMatchObject([{ host: "tk-app3", every: "monthly", onHost: "running" }]);
    await scene.bed.exec(["systemctl", "stop", "kuma-agent-drill.timer"]);
    expect(await list()).toMatchObject([{ onHost: "stopped" }]);
    expect((await kuma("drill", "cancel", ...there)).code).toBe(2);
    const done = await kuma("drill", "cancel", "--yes", ...there);
    expect({ code: done.code, stdout: done.stdout }).toEqual({
      code: 0,
      stdout: "root@tk-app3: There are no drills any more.\n",
    });
    expect(await list()).toEqual([]);
  });
});

async function cancelled(): Promise<void> {
  const { code, stderr } = await scene.run("drill", "cancel", "--yes");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  await asBefore();
}
