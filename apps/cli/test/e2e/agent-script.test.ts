import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";

import { monitorNamed, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { outputSchema } from "../support/built-kuma.ts";

const dropIn = "/etc/systemd/system/supervisor.service.d/50-kuma-agent.conf";

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("supervisor.service");
  await scene.addService("nginx.service");
  await scene.bed.writeUnit("backup.timer", "[Timer]\nOnCalendar=daily\nUnit=nginx.service\n");
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function install(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.run("agent", "install", ...args);
  if (code !== 0) throw new Error(`${stderr}${stdout}`);
  return stdout;
}

describeOnBed("kuma agent install --runtime sh", () => {
  it("says with --dry-run what it would do, and does nothing", async () => {
    const said = await install("supervisor", "--runtime", "sh", "--dry-run");
    expect(said).toContain("  runtime  sh  --runtime sh\n");
    expect(said).toMatch(/ {2}file {5}\/usr\/local\/lib\/kuma-agent\/look\.sh {2}0750 root:kuma-agent /);
    expect(said).toContain(`  file     ${dropIn}  0644 root:root`);
    expect(said).toContain("  service  kuma-agent.path  enabled and running\n");
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("refuses a check that no script does, and leaves the host alone", async () => {
    const { code, stderr } = await scene.run("agent", "install", "backup.timer", "--runtime", "sh");
    expect(code).toBe(6);
    expect(stderr).toContain('sh: checks[0].type: "timer" ("backup.timer") needs the agent');
    expect(stderr).toContain("--runtime node can do it");
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("ends when Uptime Kuma shows the first UP, and leaves nothing running", async () => {
    const { code, stdout } = await scene.run("agent", "install", "supervisor", "--runtime", "sh", "--json");
    expect(code).toBe(0);
    expect((await outputSchema("agent:install")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      runtime: { name: "sh", reason: "--runtime sh" },
      agentMonitor: { firstBeat: { status: "up" } },
      checks: [{ firstBeat: { status: "up", message: "tk-app3: supervisor.service is running (active/running)" } }],
    });
    await expect
      .poll(() => scene.bed.exec(["pgrep", "-u", "kuma-agent"]), { timeout: 10_000 })
      .toMatchObject({ code: 1 });
    const { stdout: access } = await scene.bed.exec([
      "stat",
      "--format=%a %U:%G",
      "/usr/local/lib/kuma-agent/look.sh",
      "/etc/kuma-agent/tokens/supervisor.service",
    ]);
    expect(access).toBe("750 root:kuma-agent\n640 root:kuma-agent\n");
  });

  it("has nothing to do the second time, and keeps the script without being asked", async () => {
    const files = await snapshot(scene.bed);
    expect(await install("supervisor", "--dry-run")).toBe("Nothing to do.\n");
    expect(await install("supervisor")).toBe("Nothing to do: the agent watches supervisor.service already.\n");
    expect(await snapshot(scene.bed)).toBe(files);
    const { code, stderr } = await scene.run("agent", "add", "load", "--dry-run");
    expect(code).toBe(6);
    expect(stderr).toContain("--runtime node can do it");
  });

  it("adds a second unit, and reports its death, why, and its return", async () => {
    expect(await install("nginx")).toContain(
      "The agent is installed as a shell script (the agent there is one already)",
    );
    onTestFailed(async () => {
      process.stderr.write((await scene.bed.exec(["journalctl", "--unit=kuma-agent", "--no-pager"])).stdout);
    });
    await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "nginx"]);
    const alert = await scene.sink.waitFor(({ status }) => status === "down");
    expect(alert.text).toContain("tk-app3: nginx.service failed: signal KILL");
    await scene.bed.exec(["systemctl", "start", "nginx"]);
    await scene.sink.waitFor(({ status, text }) => status === "up" && text.includes("nginx.service is running"));
  });

  it("shows its checks to anybody, from the script's own status", async () => {
    await scene.bed.addUser("alice");
    const { code, stdout } = await scene.runAs("alice", "agent", "status", "--json");
    expect((await outputSchema("agent:status")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runtime: "sh",
      problem: null,
      service: { activeState: "active", isEnabled: true },
      agent: {
        checks: [
          { name: "supervisor.service", status: "up", lastPush: { ok: true } },
          { name: "nginx.service", status: "up", lastPush: { ok: true } },
        ],
        heartbeat: { name: "kuma-agent", status: "up", lastPush: { ok: true } },
      },
    });
    const table = await scene.run("agent", "status");
    expect(table.stdout).toMatch(
      /^The agent is a shell script that events of systemd wake, and starts with the system\.\n/,
    );
    expect(table.stdout).toMatch(/nginx\.service +✓ UP /);
    const test = await scene.run("agent", "test");
    expect(test.stderr).toContain("The agent on this host is a shell script, which cannot do this.");
    await scene.bed.exec(["bash", "-c", "loginctl disable-linger alice; sleep 0.5; userdel -r alice"]);
  });

  it("becomes a process and a script again, and its monitors see no failure", async () => {
    await install("nginx", "--runtime", "node");
    expect((await scene.bed.exec(["ls", dropIn])).code).not.toBe(0);
    const { stdout } = await scene.run("agent", "status", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ runtime: "node", problem: null });
    const status = await scene.bed.exec(["systemctl", "is-enabled", "kuma-agent.path", "kuma-agent-beat.timer"]);
    expect(status.stdout).not.toContain("enabled");
    await install("nginx", "--runtime", "sh");
    expect(JSON.parse((await scene.run("agent", "status", "--json")).stdout)).toMatchObject({
      runtime: "sh",
      problem: null,
    });
    expect((await scene.bed.exec(["ls", "/usr/local/bin/kuma-agent"])).code).not.toBe(0);
    const { id } = await monitorNamed(scene.client, "tk-app3/supervisor");
    const beats = await scene.client.monitors.heartbeats(id, { hours: 1 });
    expect(new Set(beats.map((beat) => beat.status))).toEqual(new Set(["up"]));
  });

  it("comes back after a reboot", async () => {
    const { id } = await monitorNamed(scene.client, "tk-app3/agent");
    const last = (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.time ?? new Date(0);
    await scene.bed.reboot();
    await scene.bed.exec(["systemctl", "start", "supervisor", "nginx"]);
    await expect
      .poll(async () => (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.time.getTime() ?? 0, {
        timeout: 20_000,
      })
      .toBeGreaterThan(last.getTime());
  });

  it("takes one unit away with its drop-in, and leaves nothing behind when the last one goes", async () => {
    expect((await scene.run("agent", "remove", "supervisor", "--yes")).code).toBe(0);
    expect((await scene.bed.exec(["ls", "/etc/systemd/system/supervisor.service.d"])).code).not.toBe(0);
    const { stdout } = await scene.bed.exec(["systemctl", "show", "--property=OnFailure", "supervisor", "nginx"]);
    expect(stdout).toBe("OnFailure=\n\nOnFailure=kuma-agent-wake@failed-nginx.service.service\n");
    expect(await scene.run("agent", "uninstall", "--yes")).toMatchObject({ code: 0 });
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
