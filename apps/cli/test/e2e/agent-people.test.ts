import { createRequire } from "node:module";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  await scene.bed.addUser("alice");
  await scene.login({ user: "alice" });
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function asAlice(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.bed.execAs("alice", argv);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

describeOnBed("kuma agent install for a person", () => {
  it("refuses to install for the whole host without root, and says how to go on", async () => {
    const { code, stderr } = await scene.runAs("alice", "agent", "install", "demo");
    expect(code).toBe(1);
    expect(stderr).toContain("Installing for the whole host needs root, and this is alice.");
    expect(stderr).toContain("--user");
  });

  it("watches units of the person and of the host, and goes without a trace", async () => {
    await asAlice("mkdir", "-p", ".config/systemd/user");
    await asAlice(
      "sh",
      "-c",
      "printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >.config/systemd/user/mine.service",
    );
    await asAlice("systemctl", "--user", "daemon-reload");
    await asAlice("systemctl", "--user", "start", "mine");
    const before = await snapshot(scene.bed);
    const { code, stdout, stderr } = await scene.runAs("alice", "agent", "install", "--user", "mine", "demo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/mine\.service {2}UP .*\n.*\n {2}demo\.service {2}UP /);
    const service = await asAlice("systemctl", "--user", "show", "-p", "Type,WatchdogUSec", "kuma-agent");
    expect(service.trim().split("\n").toSorted()).toEqual(["Type=notify", "WatchdogUSec=55s"]);
    expect(await monitorNames(scene.client)).toEqual([
      "tk-app3",
      "tk-app3/agent-alice",
      "tk-app3/demo",
      "tk-app3/mine",
    ]);
    expect((await monitorNamed(scene.client, "tk-app3/mine")).description).toContain(
      "the systemd user unit mine.service",
    );
    await asAlice("systemctl", "--user", "kill", "-s", "KILL", "mine");
    await scene.sink.waitFor(({ status, text }) => status === "down" && text.includes("tk-app3/mine"));
    expect((await scene.runAs("alice", "agent", "status")).stdout).toMatch(/user\/mine\.service +✗ DOWN/);
    expect((await scene.runAs("alice", "agent", "install", "--user", "mine", "demo")).stdout).toMatch(/^Nothing to do/);
    const gone = await scene.runAs("alice", "agent", "uninstall", "--user", "--yes", "--delete-monitors");
    expect(gone).toMatchObject({ code: 0, stderr: "" });
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("comes back after a reboot, with nobody logged in", async () => {
    expect((await scene.runAs("alice", "agent", "install", "--user", "demo")).code).toBe(0);
    const { id } = await monitorNamed(scene.client, "tk-app3/demo");
    await scene.bed.reboot();
    await scene.bed.exec(["systemctl", "start", "demo"]);
    const last = async (): Promise<string | undefined> =>
      (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.status;
    await expect.poll(async () => (await scene.runAs("alice", "agent", "status")).code, { timeout: 20_000 }).toBe(0);
    await expect.poll(last, { timeout: 20_000 }).toBe("up");
    expect((await scene.runAs("alice", "agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
  });

  it("says what is missing when there is no session of the person", async () => {
    const { code, stderr } = await scene.runBelow(
      ["setpriv", "--reuid", "nobody", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", "HOME=/tmp"],
      "agent",
      "install",
      "--user",
      "demo",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("There is no systemd user session for nobody");
    expect(stderr).toContain("loginctl enable-linger nobody");
  });
});

describeOnBed("kuma agent install with odd names", () => {
  it("watches a unit whose name is escaped", async () => {
    const { stdout } = await scene.bed.exec([
      "systemd-escape",
      "--template=demo\\x20x@.service",
      "a b%c$(touch /x)'\"🐻",
    ]);
    const unit = stdout.trim();
    await scene.bed.writeUnit("demo\\x20x@.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    await scene.bed.exec(["systemctl", "start", unit]);
    const before = await snapshot(scene.bed);
    const { code, stderr } = await scene.run("agent", "install", unit);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const name = `tk-app3/${unit.replace(/\.service$/, "")}`;
    expect(await monitorNames(scene.client)).toEqual(withAgent(name));
    expect((await scene.run("agent", "install", unit)).stdout).toMatch(/^Nothing to do/);
    expect((await scene.run("agent", "uninstall", unit, "--yes", "--delete-monitors")).code).toBe(0);
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("watches a unit with the longest name", async () => {
    const unit = `${"x".repeat(247)}.service`;
    await scene.addService(unit);
    const { code, stderr } = await scene.run("agent", "install", unit, "--name", "long one");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
  });

  it.each(["$(reboot) 'single' \"double\" %n `id` 🐻", "l".repeat(150)])("makes a monitor called %j", async (name) => {
    const { code, stdout } = await scene.run("agent", "install", "demo", "--name", name, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ checks: [{ monitor: { name }, firstBeat: { status: "up" } }] });
    expect(await monitorNames(scene.client)).toEqual(withAgent(name));
    expect((await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
  });

  it("refuses a name that the server has no room for, and leaves nothing", async () => {
    const before = await snapshot(scene.bed);
    const { code, stderr } = await scene.run("agent", "install", "demo", "--name", "l".repeat(151));
    expect(code).toBe(6);
    expect(stderr).toContain("150");
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it.each([["{hots}/{unit}"], [" "]])("refuses the name %j", async (name) => {
    expect((await scene.run("agent", "install", "demo", "--name", name)).code).toBe(2);
  });
});

describeOnBed("kuma agent install with an interval", () => {
  it("refuses one that leaves no room for a late heartbeat", async () => {
    const { code, stderr } = await scene.run("agent", "install", "demo", "--interval", "5");
    expect(code).toBe(2);
    expect(stderr).toContain("An interval of 5 s is too short: at least 6 s");
    expect(await monitorNames(scene.client)).toEqual([]);
  });
});

describeOnBed("kuma agent install with a token", () => {
  it("needs no login, and takes the push URL as well", async () => {
    const [notification] = await scene.client.notifications.list();
    const monitor = await scene.client.monitors.create({
      type: "push",
      name: "by hand",
      notificationIds: [notification?.id ?? 0],
    });
    const before = await snapshot(scene.bed);
    await scene.bed.exec(["mkdir", "-p", "/srv/nobody"]);
    const pushUrl = `${scene.kuma.url}/api/push/${monitor.pushToken ?? ""}?status=up&msg=OK&ping=`;
    await scene.bed.writeFile("/srv/nobody/token", `${pushUrl}\n`, "0600");
    const withoutLogin = ["env", "HOME=/srv/nobody"];
    const { code, stdout, stderr } = await scene.runBelow(
      withoutLogin,
      "agent",
      "install",
      "demo",
      "--token-file",
      "/srv/nobody/token",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain(monitor.pushToken);
    expect((await scene.client.monitors.heartbeats(monitor.id, { hours: 1 })).at(-1)?.status).toBe("up");
    await scene.bed.writeFile("/srv/nobody/token", `${monitor.pushToken ?? ""}\n`, "0600");
    const again = await scene.runBelow(
      withoutLogin,
      "agent",
      "install",
      "demo",
      "--token-file",
      "/srv/nobody/token",
      "--server",
      scene.kuma.url,
    );
    expect(again.stdout).toMatch(/^Nothing to do/);
    expect((await scene.run("agent", "uninstall", "--yes")).code).toBe(0);
    expect(await snapshot(scene.bed)).toBe(before);
    await scene.client.monitors.delete(monitor.id);
  });
});

describeOnBed("kuma agent install with a Node that only root can run", () => {
  it("brings a copy of it, and takes that away again", async () => {
    await scene.bed.exec(["sh", "-c", 'mkdir -p /root/.nvm && cp "$1" /root/.nvm/node', "sh", process.execPath]);
    const before = await snapshot(scene.bed);
    const kuma = createRequire(import.meta.url).resolve("../../bin/kuma.js");
    const environment = { PATH: process.env["PATH"] ?? "", HOME: "/root" };
    const { code, stderr } = await scene.bed.exec(["/root/.nvm/node", kuma, "agent", "install", "demo"], {
      env: environment,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { stdout } = await scene.bed.exec(["sh", "-c", "readlink /proc/$(systemctl show -P MainPID kuma-agent)/exe"]);
    expect(stdout).toBe("/usr/local/lib/kuma-agent/node\n");
    expect((await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).code).toBe(0);
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
