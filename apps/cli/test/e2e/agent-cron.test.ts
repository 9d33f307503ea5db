import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { outputSchema } from "../support/built-kuma.ts";

const folder = "/opt/kill";
const programs = "mkdir mv chmod chown rm rmdir cat sync useradd userdel groupdel groupadd su".split(" ");

/** Kills all of the run in one moment when it comes by for the wanted time: all its processes are of one session. */
const shim = (name: string): string => `#!/bin/sh
PATH=\${PATH#${folder}/bin:}
if [ -e ${folder}/at ]; then
  read -r at <${folder}/at
  read -r count <${folder}/count
  count=$((count + 1))
  echo $count >${folder}/count
  [ $count -ne $at ] || pkill -KILL -s "$(ps -o sid= -p $$ | tr -d ' ')"
fi
exec ${name} "$@"
`;

let scene: AgentScene;
let before: string;

/** All of a host that an install could leave something in. */
async function state(): Promise<string> {
  const find =
    "cd / && find etc usr/local var/lib var/spool run tmp -xdev -maxdepth 5 -name '*-' -o -name .pwd.lock -o -printf '%M %u:%g %p %l\\n' | sort";
  const script = `${find}; sha256sum /etc/passwd /etc/group; pgrep -u kuma-agent; true`;
  return (await scene.bed.exec(["bash", "-c", script])).stdout;
}

async function must(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.run(...args);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

function add(name: string, ...rest: readonly string[]): readonly string[] {
  return ["agent", "add", "command", "--name", name, ...rest, "--", "/bin/cat", `/srv/${name}`];
}

beforeAll(async () => {
  scene = await startAgentScene(undefined, { init: "none" });
  await scene.bed.writeFile("/srv/web", "all well\n");
  await scene.bed.writeFile("/srv/100% $(id)", "odd\n");
  for (const name of programs) await scene.bed.writeFile(`${folder}/bin/${name}`, shim(name), "0755");
  before = await state();
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

describeOnBed("kuma agent on a host with cron alone", () => {
  it("says when no cron runs there", async () => {
    const { code, stderr } = await scene.run(...add("web"));
    expect(code).not.toBe(0);
    expect(stderr).toContain("This host does not run systemd, and its cron, /usr/sbin/cron, does not run.");
    await scene.bed.exec(["cron"]);
    before = await state();
  });

  it("refuses a unit, an interval that is too short, and a check that no script does", async () => {
    const unit = await scene.run("agent", "install", "nginx");
    expect(unit.stderr).toContain("There is no unit nginx on this host, which does not run systemd.");
    expect(unit.stderr).toContain("kuma agent add command --name nginx -- pgrep -x nginx");
    const short = await scene.run(...add("web", "--interval", "60"));
    expect(short.code).toBe(6);
    expect(short.stderr).toContain("node: there is no systemd to keep it running");
    expect(short.stderr).toContain("must be at least 124 s, not 60: cron runs once a minute");
    expect(short.stderr).toContain("--interval 3m");
    const disk = await scene.run("agent", "add", "disk", "--path", "/");
    expect(disk.stderr).toContain('"disk" ("disk /") needs the agent');
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await state()).toBe(before);
  });

  it("says with --dry-run what it would do, and does nothing", async () => {
    const said = await must(...add("web", "--dry-run"));
    expect(said).toContain("  runtime  sh  there is no systemd to keep it running\n");
    expect(said).toMatch(/ {2}file {5}\/etc\/cron\.d\/kuma-agent {2}0644 root:root /);
    expect(said).toContain("+* * * * * kuma-agent KUMA_AGENT_STATE=/var/lib/kuma-agent ");
    expect(said).toContain("  run      /usr/local/lib/kuma-agent/look.sh  once, as cron does from then on\n");
    expect(await state()).toBe(before);
  });

  it("ends when Uptime Kuma shows the first UP", async () => {
    const out = await must(...add("web", "--json"));
    expect((await outputSchema("agent:add:command")).safeParse(JSON.parse(out)).error).toBeUndefined();
    expect(JSON.parse(out)).toMatchObject({
      changed: true,
      runtime: { name: "sh", reason: "there is no systemd to keep it running" },
      agentMonitor: { firstBeat: { status: "up" } },
      checks: [{ firstBeat: { status: "up", message: "tk-app3: all well" } }],
    });
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/web"));
  });

  it("has nothing to do the second time, takes a second check, and needs no update", async () => {
    const files = await state();
    expect(await must(...add("web"))).toContain("Nothing to do");
    expect(await state()).toBe(files);
    await must(...add("100% $(id)"));
    expect(JSON.parse(await must("agent", "update", "--json"))).toMatchObject({ changed: false });
  });

  it("shows how it is, and its log", async () => {
    const json = await must("agent", "status", "--json");
    expect((await outputSchema("agent:status")).safeParse(JSON.parse(json)).error).toBeUndefined();
    expect(JSON.parse(json)).toMatchObject({
      runtime: "sh",
      problem: null,
      service: { manager: "cron", activeState: "active", isEnabled: true },
      agent: {
        checks: [
          { name: "web", status: "up" },
          { name: "100% $(id)", status: "up" },
        ],
      },
    });
    expect(await must("agent", "status")).toMatch(
      /^The agent is a shell script that cron starts once a minute, and starts with the system\.\n/,
    );
    expect(await must("agent", "logs")).toContain("web: UP: all well");
  });

  it("reports a muted check as UP, and DOWN with the first round after the mute", async () => {
    const web = await monitorNamed(scene.client, "tk-app3/web");
    const newest = async (): Promise<unknown> => (await scene.client.monitors.heartbeats(web.id, { hours: 1 })).at(-1);
    await scene.bed.exec(["mv", "/srv/web", "/srv/away"]);
    await must("agent", "mute", "web", "--for", "20s", "--reason", "50% $(id)");
    await expect.poll(newest, { timeout: 10_000 }).toMatchObject({
      status: "up",
      message: expect.stringMatching(/^tk-app3: muted until .* UTC \(50% \$\(id\)\): is DOWN: .*No such file/),
    });
    await expect.poll(newest, { timeout: 90_000, interval: 500 }).toMatchObject({ status: "down" });
    await scene.bed.exec(["mv", "/srv/away", "/srv/web"]);
    expect(await must("agent", "unmute", "--all")).toBe("Nothing to do: none of these checks is muted.\n");
  });

  it("says when cron has ended", async () => {
    await scene.bed.exec(["pkill", "-x", "cron"]);
    const { code, stdout } = await scene.run("agent", "status");
    expect(code).toBe(8);
    expect(stdout).toContain("Nothing wakes the agent: cron does not run there, or has no entry of it.");
    await scene.bed.exec(["cron"]);
  });

  it("drills the alerts by a line of its entry, and takes that away again", async () => {
    const files = await state();
    expect(await must("drill", "schedule", "--weekly")).toBe("Alerts proven (tk-app3): a drill each Monday.\n");
    const entry = (await scene.bed.readFile("/etc/cron.d/kuma-agent")).trim().split("\n").at(-1) ?? "";
    expect(entry).toMatch(/^0 \* \* \* \* kuma-agent KUMA_AGENT_STATE=\S+ STATE_DIRECTORY=\S+ \S+drill\.sh /);
    // As cron does it at the full hour.
    const line = entry.replace(/^0 \* \* \* \* kuma-agent /, "");
    await scene.bed.exec(["su", "-s", "/bin/sh", "-c", line, "kuma-agent"]);
    const text = await must("drill", "list");
    expect(text).toMatch(/^tk-app3 +weekly +waiting /m);
    const [code = ""] = scene.sink.alerts.flatMap((alert) => /drill ack (\d{6})/.exec(alert.text)?.[1] ?? []);
    await must("drill", "ack", code);
    await must("drill", "cancel", "--yes");
    expect(await state()).toBe(files);
  });

  it("leaves nothing behind when it goes", async () => {
    await must("agent", "uninstall", "--yes", "--delete-monitors");
    expect(await state()).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("is whole or gone after runs that were killed on the way", { timeout: 600_000 }, async () => {
    const uninstall = ["agent", "uninstall", "--yes", "--delete-monitors"];
    async function until(at: number, args: readonly string[]): Promise<number> {
      await scene.bed.writeFile(`${folder}/count`, "0\n");
      await scene.bed.writeFile(`${folder}/at`, `${at}\n`);
      const path = `PATH=${folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
      await scene.runBelow(["setsid", "--wait", "env", path], ...args);
      await scene.bed.exec(["rm", `${folder}/at`]);
      return Number(await scene.bed.readFile(`${folder}/count`));
    }
    const last = { install: await until(1_000_000, add("web")), uninstall: await until(1_000_000, uninstall) };
    expect(last.install).toBeGreaterThan(30);
    expect(last.uninstall).toBeGreaterThan(15);
    for (const at of [Math.floor(last.install / 2), last.install]) {
      await until(at, add("web"));
      await must(...add("web"));
      expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/web"));
      await until(Math.floor((last.uninstall * at) / last.install), uninstall);
      await must(...add("web"));
      await must(...uninstall);
      expect(await state()).toBe(before);
      expect(await monitorNames(scene.client)).toEqual([]);
    }
  });
});
