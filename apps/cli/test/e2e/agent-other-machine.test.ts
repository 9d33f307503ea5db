import { parseMarkers } from "@kumakit/provision/names";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  await scene.addService("other.service");
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

/** As after a copy that got its own id: the agent starts there with all that its original had. */
async function becomeOther(): Promise<Date> {
  const script =
    "systemd-id128 new >/etc/machine-id; systemctl try-restart kuma-agent; systemctl start kuma-agent-beat.service 2>/dev/null || true";
  const { code, stderr } = await scene.bed.exec(["sh", "-c", script]);
  if (code !== 0) throw new Error(stderr);
  return new Date();
}

async function unheard(): Promise<string> {
  let said = "";
  await expect
    .poll(
      async () => {
        const { code, stdout, stderr } = await scene.run("agent", "status");
        said = stdout + stderr;
        return code === 8 && said.includes("nothing is pushed");
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe(true);
  return said;
}

async function beatsSince(name: string, since: Date): Promise<number> {
  const { id } = await monitorNamed(scene.client, name);
  const beats = await scene.client.monitors.heartbeats(id, { hours: 1 });
  return beats.filter(({ time }) => time > since).length;
}

describeOnBed("an agent that finds itself on another machine", () => {
  it("does not push, and says how to go on", async () => {
    expect(await scene.run("agent", "install", "demo", "other")).toMatchObject({ code: 0 });
    // An agent of a package may be older than kuma: it reads a config without new settings, and lets the file be.
    const config: unknown = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json"));
    expect(Object.keys(config as object).toSorted()).toEqual(["checks", "heartbeat", "host", "server", "version"]);
    const since = await becomeOther();
    const said = await unheard();
    expect(said).toContain("kuma agent install --as-copy");
    expect(said).toContain("kuma agent install --take-over");
    const { stdout: journal } = await scene.bed.exec(["journalctl", "--merge", "--unit", "kuma-agent", "--no-pager"]);
    expect(journal.split("\n").filter((line) => line.includes("nothing is pushed: this agent")).length).toBeLessThan(6);
    await scene.bed.exec(["systemctl", "kill", "-s", "KILL", "demo.service"]);
    await scene.bed.exec(["sleep", "3"]);
    expect(await beatsSince("tk-app3/demo", since)).toBe(0);
    expect(await beatsSince("tk-app3/agent", since)).toBe(0);
    await scene.bed.exec(["systemctl", "restart", "demo.service"]);
  });

  it("is changed by nobody who does not say which machine this is", async () => {
    const before = await monitorNames(scene.client);
    for (const words of [
      ["install", "demo"],
      ["set", "demo", "--interval", "120"],
      ["token", "rotate", "--all"],
    ]) {
      const { code, stderr } = await scene.run("agent", ...words);
      expect(code).not.toBe(0);
      expect(stderr).toContain("was installed on another machine");
      expect(stderr).toContain("kuma agent install --as-copy");
    }
    expect(await monitorNames(scene.client)).toEqual(before);
  });

  it("--take-over keeps all monitors for the same machine with a new id", async () => {
    const before = await scene.client.monitors.list();
    const agent = await monitorNamed(scene.client, "tk-app3/agent");
    await fetch(`${scene.kuma.url}/api/push/${agent.pushToken}?status=up&msg=of+another`);
    const { code, stderr } = await scene.run("agent", "install", "--take-over");
    expect(code).toBe(0);
    expect(stderr).toContain(`Warning: Mind the monitor "tk-app3/agent" (id ${agent.id}): it got a heartbeat`);
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
    const after = await scene.client.monitors.list();
    expect(after.map(({ id, name, pushToken }) => ({ id, name, pushToken }))).toEqual(
      before.map(({ id, name, pushToken }) => ({ id, name, pushToken })),
    );
    const pushed = after.filter(({ type }) => type === "push");
    for (const { description } of pushed) expect(parseMarkers(description)).toHaveLength(1);
    expect(await scene.run("agent", "install", "demo")).toMatchObject({ code: 0, stderr: "" });
  });

  it("--take-over keeps them over a new name of the host, too", async () => {
    await scene.bed.exec(["hostname", "tk-new"]);
    const before = await monitorNames(scene.client);
    expect(await scene.run("agent", "install", "--take-over")).toMatchObject({ code: 0, stderr: "" });
    expect(await monitorNames(scene.client)).toEqual(before);
    await scene.bed.exec(["hostname", "tk-app3"]);
    expect(await scene.run("agent", "install", "--take-over")).toMatchObject({ code: 0, stderr: "" });
  });

  it("--as-copy gives each check its own monitor, and leaves the others", async () => {
    const demo = await monitorNamed(scene.client, "tk-app3/demo");
    const before = await monitorNames(scene.client);
    const since = await becomeOther();
    await unheard();
    const ofOneName = await scene.run("agent", "install", "--as-copy");
    expect(ofOneName).toMatchObject({ code: 6 });
    expect(ofOneName.stderr).toContain("else give this one another name");
    expect(await monitorNames(scene.client)).toEqual(before);
    await scene.bed.exec(["hostname", "tk-copy"]);
    expect(await scene.run("agent", "install", "--as-copy")).toMatchObject({ code: 0 });
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual(
      withAgent("tk-app3/demo", "tk-app3/other", "tk-copy", "tk-copy/agent", "tk-copy/demo", "tk-copy/other"),
    );
    expect(await monitorNamed(scene.client, "tk-app3/demo")).toMatchObject({ pushToken: demo.pushToken });
    expect(await beatsSince("tk-app3/demo", since)).toBe(0);
    expect(await beatsSince("tk-copy/other", since)).toBeGreaterThan(0);
  });

  it("the shell script does the same", async () => {
    expect(await scene.run("agent", "install", "demo", "--runtime", "sh")).toMatchObject({ code: 0 });
    const since = await becomeOther();
    expect(await unheard()).toContain("kuma agent install --take-over");
    expect(await beatsSince("tk-copy/demo", since)).toBe(0);
    expect(await scene.run("agent", "install", "--take-over")).toMatchObject({ code: 0 });
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
  });

  it("nothing is compared for an install of before, whose tokens say no machine", async () => {
    await scene.bed.exec(["rm", "/etc/kuma-agent/machine-id"]);
    await becomeOther();
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
  });

  it("a host that was rebuilt takes the monitors of its name", async () => {
    const before = await monitorNames(scene.client);
    await becomeOther();
    // Those of the other machine stay, whatever a person deletes on this one.
    expect(await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual(before);
    const { code, stderr } = await scene.run("agent", "install", "demo");
    expect(code).toBe(6);
    expect(stderr).toContain("kuma agent install --take-over, when this is that host");
    expect(await scene.run("agent", "install", "demo", "other", "--take-over")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual(before);
  });
});
