import { startFaultProxy, type CommandResult, type FaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let proxy: FaultProxy;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  proxy = await startFaultProxy({ target: scene.kuma.url });
  await scene.login({ url: proxy.url });
  await scene.addService("shop@1.service");
  await scene.bed.exec(["useradd", "--create-home", "alice"]);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await proxy.close();
  await scene[Symbol.asyncDispose]();
});

async function add(...words: readonly string[]): Promise<CommandResult> {
  return await scene.run("agent", "add", ...words);
}

interface WrittenCheck {
  readonly name: string;
  readonly type: string;
  readonly tokenFile: string;
}

async function writtenChecks(): Promise<readonly WrittenCheck[]> {
  const { checks } = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json")) as { checks: WrittenCheck[] };
  return checks;
}

async function unitLine(setting: string): Promise<string | undefined> {
  const unit = await scene.bed.readFile("/etc/systemd/system/kuma-agent.service");
  return unit.split("\n").find((line) => line.startsWith(`${setting}=`));
}

async function pid(): Promise<string> {
  return (await scene.bed.exec(["systemctl", "show", "-P", "MainPID", "kuma-agent"])).stdout;
}

describeOnBed("kuma agent add", () => {
  it("shows with --dry-run what it would do on a host without an agent, and does nothing", async () => {
    const { code, stdout } = await add("disk", "--path", "/", "--min-free", "0%", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain('create the push monitor "tk-app3/disk /", interval 600 s, alerting "ops-chat"');
    expect(stdout).toMatch(/file {5}\/etc\/kuma-agent\/tokens\/\+disk\+20\+2F {2}0640 root:kuma-agent {2}\(secret\)/);
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("leaves nothing when the agent does not start", async () => {
    const folder = "/etc/systemd/system/kuma-agent.service.d";
    await scene.bed.writeFile(`${folder}/broken.conf`, "[Service]\nExecStartPre=/bin/false\n");
    const broken = await snapshot(scene.bed);
    const { code, stderr } = await add("disk", "--path", "/", "--min-free", "0%");
    expect(code).toBe(1);
    expect(stderr).toContain("Everything that was done was undone.");
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await snapshot(scene.bed)).toBe(broken);
    await scene.bed.exec(["rm", "-r", folder]);
  });

  it("installs the agent with the first check, and ends when Uptime Kuma shows it", async () => {
    const { code, stdout, stderr } = await add(
      "disk",
      "--path",
      "/",
      "--min-free",
      "0%",
      "--min-free-inodes",
      "0%",
      "--json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await outputSchema("agent:add:disk")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    const monitor = await monitorNamed(scene.client, "tk-app3/disk /");
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      checks: [{ name: "disk /", type: "disk", unit: null, monitor: { id: monitor.id }, firstBeat: { status: "up" } }],
    });
    expect(monitor.description).toMatch(/^The check "disk \/" \(disk\) on tk-app3\..* check=disk%20\/\]$/);
    expect(stdout).not.toContain(monitor.pushToken);
    expect(await unitLine("ProtectProc")).toBe("ProtectProc=invisible");
    expect(await scene.run("agent", "test", "disk /")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("✓ UP"),
    });
  });

  it("has nothing to do the second time", async () => {
    const [files, was] = [await snapshot(scene.bed), await pid()];
    const { code, stdout } = await add("disk", "--path", "/", "--min-free", "0%", "--min-free-inodes", "0%");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "Nothing to do: the agent watches disk / already.\n" });
    expect([await snapshot(scene.bed), await pid()]).toEqual([files, was]);
  });

  it("adds others by a reload, each with its monitor, and widens the sandbox for a program only", async () => {
    const was = await pid();
    const http = await add("http", "--url", `${scene.kuma.url}/api/entry-page`, "--name", "kuma", "--tag", "env=prod");
    expect(http).toMatchObject({ code: 0, stderr: "" });
    expect(http.stdout).toContain('  kuma  UP  monitor "tk-app3/kuma"');
    const pattern = await add("systemd", "shop@*.service", "--group", "shops", "--interval", "30");
    expect(pattern).toMatchObject({ code: 0, stderr: "" });
    expect(await pid()).toBe(was);
    const command = await add(
      "command",
      "--name",
      "procs",
      "--",
      "/bin/sh",
      "-c",
      'echo "$(id -un) $(touch /usr/x 2>&1)"',
    );
    expect(command).toMatchObject({ code: 0, stderr: "" });
    expect(await unitLine("ProtectProc")).toBe("ProtectProc=default");
    expect((await writtenChecks()).map(({ name }) => name)).toEqual(["disk /", "kuma", "shop@*.service", "procs"]);
    expect(await monitorNamed(scene.client, "tk-app3/kuma")).toMatchObject({ tags: [{ name: "env", value: "prod" }] });
    const group = await monitorNamed(scene.client, "shops");
    expect(await monitorNamed(scene.client, "tk-app3/shop@*")).toMatchObject({ interval: 30, parent: group.id });
  });

  it("keeps a check that is DOWN, and says so", async () => {
    const { code, stdout, stderr } = await add("tcp", "127.0.0.1", "--port", "9", "--attempts", "1");
    expect(code).toBe(0);
    expect(stdout).toContain('  tcp 127.0.0.1 9  DOWN  monitor "tk-app3/tcp 127.0.0.1 9"');
    expect(stderr).toContain("tcp 127.0.0.1 9 is DOWN right now");
  });

  it("looks once with test, as the agent does, and sends nothing", async () => {
    const all = await scene.run("agent", "test");
    expect(all).toMatchObject({ code: 8, stderr: "" });
    expect(all.stdout).toMatch(/disk \/ +✓ UP/);
    expect(all.stdout).toMatch(/tcp 127\.0\.0\.1 9 +✗ DOWN/);
    const some = await scene.run("agent", "test", "procs", "disk /", "--json");
    expect(some).toMatchObject({ code: 0, stderr: "" });
    expect((await outputSchema("agent:test")).safeParse(JSON.parse(some.stdout)).error).toBeUndefined();
    expect(JSON.parse(some.stdout)).toMatchObject({
      checks: [
        { name: "disk /", status: "up" },
        // The account and the sandbox are those of the service.
        { name: "procs", status: "up", message: expect.stringMatching(/^kuma-agent .*Read-only file system/) },
      ],
    });
    const unknown = await scene.run("agent", "test", "proc");
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain('The agent on this host has no check proc. Did you mean "procs"? It has disk /, ');
    const alice = await scene.runAs("alice", "agent", "test");
    expect(alice).toMatchObject({ code: 1, stdout: "" });
    expect(alice.stderr).toContain("Asking the agent of the whole host needs root, and this is alice.");
  });

  it("prints the config with its defaults and without its secrets", async () => {
    await scene.bed.exec([
      "sed",
      "-i",
      '0,/"name": "procs"/s//"name": "procs", "environment": {"KEY": "hunter2"}/',
      "/etc/kuma-agent/agent.json",
    ]);
    const { code, stdout, stderr } = await scene.run("agent", "config");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain("hunter2");
    const { checks } = JSON.parse(stdout) as { readonly checks: readonly object[] };
    expect(checks).toMatchObject([{ mustBeMount: false }, {}, {}, { environment: { KEY: "***" } }, {}]);
    await scene.bed.exec(["sed", "-i", 's/, "environment": {"KEY": "hunter2"}//', "/etc/kuma-agent/agent.json"]);
  });

  it("prints the log, and goes on with -f until Ctrl-C", async () => {
    const { code, stdout } = await scene.run("agent", "logs", "--lines", "1000", "--json");
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect((await outputSchema("agent:logs")).safeParse(lines[0]).error).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({ host: null, priority: 4, message: expect.stringContaining("tcp 127.0.0.1 9: DOWN") }),
    );
    const following = scene.start("agent", "logs", "-f", "--lines", "0");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await scene.bed.exec(["systemctl", "reload", "kuma-agent"]);
    await expect.poll(() => following.output(), { timeout: 20_000 }).toMatch(/^\d{4}-.*reloaded: /m);
    following.kill("SIGINT");
    expect((await following.finished).code).toBe(130);
    const alice = await scene.runAs("alice", "agent", "logs");
    expect(alice).toMatchObject({ code: 1, stdout: "" });
    expect(alice.stderr).toMatch(/alice may not read the journal of this host\.\n.*let the account read it/s);
    expect((await scene.bed.exec(["pgrep", "-c", "journalctl"])).stdout).toBe("0\n");
  });

  it("refuses a unit that is not there before it asks the server for anything", async () => {
    const names = await monitorNames(scene.client);
    const { code, stderr } = await add("timer", "bakcup.timer");
    expect(code).toBe(3);
    expect(stderr).toContain("There is no unit bakcup.timer on this host.");
    expect(await monitorNames(scene.client)).toEqual(names);
  });

  it("puts everything back on Ctrl-C, and the checks that were there go on", async () => {
    const names = await monitorNames(scene.client);
    const files = await snapshot(scene.bed);
    await proxy.set({ kind: "delay", request: 60_000 }, { path: "/api/push" });
    const running = scene.start("agent", "add", "load", "--max15", "1000");
    await expect.poll(() => monitorNames(scene.client), { timeout: 20_000, interval: 20 }).toContain("tk-app3/load");
    await expect
      .poll(async () => (await writtenChecks()).map(({ name }) => name), { timeout: 20_000, interval: 50 })
      .toContain("load");
    running.kill("SIGINT");
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining("everything was undone") });
    await proxy.set({ kind: "none" });
    expect(await monitorNames(scene.client)).toEqual(names);
    expect(await snapshot(scene.bed)).toBe(files);
  });

  it("is undone by remove and by an uninstall, monitor and token too; with the last check the agent goes", async () => {
    const wrong = await scene.run("agent", "remove", "prosc", "--yes");
    expect(wrong).toMatchObject({ code: 3, stdout: "" });
    expect(wrong.stderr).toContain("The agent on this host does not watch prosc");
    const one = await scene.run("agent", "remove", "procs", "--yes");
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining("does not watch procs any more") });
    expect(await unitLine("ProtectProc")).toBe("ProtectProc=invisible");
    const { stdout: tokens } = await scene.bed.exec(["ls", "/etc/kuma-agent/tokens"]);
    expect(tokens.split("\n").toSorted()).toEqual(
      (await writtenChecks())
        .map(({ tokenFile }) => tokenFile.slice("tokens/".length))
        .concat("", "~agent")
        .toSorted(),
    );
    const all = await scene.run("agent", "uninstall", "--delete-monitors", "--yes");
    expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining("The agent was removed.") });
    expect(await monitorNames(scene.client)).toEqual(["shops"]);
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
