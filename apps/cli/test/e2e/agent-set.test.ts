import { patience, startFaultProxy, type CommandResult, type FaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { VERSION } from "../../src/version.ts";
import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";

let scene: AgentScene;
let proxy: FaultProxy;

beforeAll(async () => {
  scene = await startAgentScene();
  proxy = await startFaultProxy({ target: scene.kuma.url });
  await scene.addService("shop.service");
  await scene.client.notifications.create({
    name: "other-chat",
    type: "webhook",
    isDefault: false,
    webhookURL: scene.sink.url,
    webhookContentType: "json",
  });
  await scene.login({ url: proxy.url });
  await must("install", "shop");
  await must("add", "disk", "--path", "/", "--min-free", "0%", "--min-free-inodes", "0%");
});

afterAll(async () => {
  await proxy.close();
  await scene[Symbol.asyncDispose]();
});

async function must(...args: readonly string[]): Promise<CommandResult> {
  const result = await scene.run("agent", ...args);
  expect({ args, code: result.code, stderr: result.stderr }).toEqual({ args, code: 0, stderr: "" });
  return result;
}

async function pid(): Promise<string> {
  return (await scene.bed.exec(["systemctl", "show", "-P", "MainPID", "kuma-agent"])).stdout;
}

async function checkNamed(name: string): Promise<Readonly<Record<string, unknown>>> {
  const { checks } = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json")) as {
    readonly checks: readonly Readonly<Record<string, unknown>>[];
  };
  return checks.find((check) => check["name"] === name) ?? {};
}

describeOnBed("kuma agent set", () => {
  it("shows with --dry-run what it would change, and refuses what there is not", async () => {
    const before = await snapshot(scene.bed);
    const { stdout } = await must("set", "shop", "--interval", "40", "--notify", "other-chat", "--dry-run");
    expect(stdout).toContain("tk-app3/shop: set interval to 40 instead of 600");
    expect(stdout).toContain('tk-app3/shop: alert "other-chat" instead of "ops-chat"');
    expect(await snapshot(scene.bed)).toBe(before);
    const cases: readonly (readonly [words: readonly string[], code: number, said: string])[] = [
      [["shop"], 2, "What is to be changed?"],
      [["shopp", "--interval", "40"], 3, "does not watch shopp.service. It watches shop.service, disk /"],
      [["shop", "--min-free", "5%"], 2, '"shop.service" is of the type systemd: --min-free is not a flag of systemd'],
      [["disk /", "--min-free", "much"], 2, '"disk /" is of the type disk: --min-free '],
      [["shop", "--interval", "3"], 2, "An interval of 3 s is too short"],
    ];
    for (const [words, code, said] of cases) {
      const { code: ended, stderr } = await scene.run("agent", "set", ...words);
      expect({ words, code: ended }).toEqual({ words, code });
      expect(stderr).toContain(said);
    }
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("changes the monitor and the check by a reload, and nothing the second time", async () => {
    const was = await pid();
    const words = ["set", "shop", "--interval", "40", "--notify", "other-chat", "--name", "{host}: the shop"] as const;
    const { stdout } = await must(...words, "--json");
    expect((await outputSchema("agent:set")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      checks: [
        { name: "shop.service", interval: 40, monitor: { name: "tk-app3: the shop" }, firstBeat: { status: "up" } },
      ],
    });
    const monitor = await monitorNamed(scene.client, "tk-app3: the shop");
    expect(monitor).toMatchObject({ interval: 40 });
    expect(JSON.parse(stdout)).toMatchObject({ checks: [{ monitor: { notifications: [{ name: "other-chat" }] } }] });
    expect(await checkNamed("shop.service")).toMatchObject({ interval: 40, monitorId: monitor.id });
    expect((await must(...words)).stdout).toBe("Nothing to do: shop.service is so already.\n");
    const limit = await must("set", "disk /", "--min-free", "1%");
    expect(limit.stdout).toMatch(/^Changed disk \/\.\n {2}disk \/ {2}UP {2}monitor/);
    expect(await checkNamed("disk /")).toMatchObject({ minFree: ["1%"], minFreeInodes: ["0%"] });
    expect(await pid()).toBe(was);
    await must("set", "disk /", "--no-notify");
    const silent = await must("set", "disk /", "--interval", "50", "--json");
    expect(JSON.parse(silent.stdout)).toMatchObject({ checks: [{ interval: 50, monitor: { notifications: [] } }] });
    await must("set", "disk /", "--notify", "ops-chat");
    const beats = await scene.client.monitors.heartbeats(monitor.id, { hours: 1 });
    expect(beats.filter(({ status }) => status !== "up")).toEqual([]);
  });

  it("puts everything back on Ctrl-C", async () => {
    const [files, monitor] = [await snapshot(scene.bed), await monitorNamed(scene.client, "tk-app3: the shop")];
    const config = await scene.bed.readFile("/etc/kuma-agent/agent.json");
    await proxy.set({ kind: "html200" }, { path: "/api/push" });
    const setting = scene.start("agent", "set", "shop", "--interval", "80");
    await expect.poll(() => checkNamed("shop.service"), { timeout: 60_000 }).toMatchObject({ interval: 80 });
    expect(await monitorNamed(scene.client, "tk-app3: the shop")).toMatchObject({ interval: 80 });
    setting.kill("SIGINT");
    const { code, stderr } = await setting.finished;
    await proxy.set({ kind: "none" });
    expect(code).toBe(130);
    expect(stderr).toContain("everything was undone");
    expect(await monitorNamed(scene.client, "tk-app3: the shop")).toMatchObject({ interval: monitor.interval });
    expect(await scene.bed.readFile("/etc/kuma-agent/agent.json")).toBe(config);
    expect(await snapshot(scene.bed)).toBe(files);
  });
});

describeOnBed("kuma agent token rotate", () => {
  const name = "tk-app3: the shop";

  async function tokenOnHost(file = "shop.service"): Promise<string> {
    return (await scene.bed.readFile(`/etc/kuma-agent/tokens/${file}`)).trim();
  }

  async function tokenOnServer(called = name): Promise<string> {
    return (await monitorNamed(scene.client, called)).pushToken ?? "";
  }

  it("shows with --dry-run what it would do", async () => {
    const before = await tokenOnServer();
    const { stdout } = await must("token", "rotate", "shop", "--dry-run");
    expect(stdout).toContain(`${name}: give it a new push token`);
    expect(stdout).toContain("/etc/kuma-agent/tokens/shop.service");
    expect([await tokenOnServer(), await tokenOnHost()]).toEqual([before, before]);
    expect((await scene.run("agent", "token", "rotate")).code).toBe(2);
  });

  it("changes it on the server and on the host in one move: no DOWN and no gap, with a beat every second", async () => {
    await must("set", "shop", "--interval", "20");
    const [was, old] = [await pid(), await tokenOnServer()];
    const { id } = await monitorNamed(scene.client, name);
    const since = Date.now();
    const beating = scene.bed.start([
      "sh",
      "-c",
      "while sleep 1; do kill -HUP $(systemctl show -P MainPID kuma-agent); done",
    ]);
    const seen = new Set([old]);
    for (let round = 0; round < 3; round += 1) {
      const { stdout } = await must("token", "rotate", "shop", "--json");
      expect((await outputSchema("agent:token:rotate")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
      const token = await tokenOnServer();
      expect(await tokenOnHost()).toBe(token);
      expect(stdout).not.toContain(token);
      seen.add(token);
    }
    beating.kill("SIGKILL");
    await beating.finished;
    expect(seen.size).toBe(4);
    expect(await pid()).toBe(was);
    expect((await fetch(`${scene.kuma.url}/api/push/${old}`)).ok).toBe(false);
    const beats = (await scene.client.monitors.heartbeats(id, { hours: 1 })).filter(
      ({ time }) => time.getTime() >= since,
    );
    expect(beats.filter(({ status }) => status !== "up")).toEqual([]);
    const gaps = beats.slice(1).map(({ time }, index) => time.getTime() - (beats[index]?.time.getTime() ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(patience(8_000));
  });

  it("carries on after a run that was killed between the server and the host", async () => {
    const { id } = await monitorNamed(scene.client, name);
    await scene.client.monitors.update(id, { pushToken: "OnlyTheServerHasThis" });
    const { stdout } = await must("token", "rotate", "shop");
    expect(stdout).toMatch(
      /^New push tokens for shop\.service\. The old ones are worth nothing now\.\n {2}shop\.service {2}UP/,
    );
    expect(await tokenOnHost()).toBe(await tokenOnServer());
  });

  it("puts the old one back on both sides on Ctrl-C", async () => {
    const old = await tokenOnServer();
    await proxy.set({ kind: "html200" }, { path: "/api/push" });
    const rotating = scene.start("agent", "token", "rotate", "shop");
    await expect.poll(() => tokenOnHost(), { timeout: 60_000 }).not.toBe(old);
    rotating.kill("SIGINT");
    const { code, stderr } = await rotating.finished;
    await proxy.set({ kind: "none" });
    expect(code).toBe(130);
    expect(stderr).toContain("everything was undone");
    expect([await tokenOnServer(), await tokenOnHost()]).toEqual([old, old]);
  });

  it("changes all with --all, that of the agent too, and leaves a paused monitor paused", async () => {
    const disk = await monitorNamed(scene.client, "tk-app3/disk /");
    await scene.client.monitors.pause(disk.id);
    const names = [name, "tk-app3/disk /", "tk-app3/agent"];
    const before = await Promise.all(names.map((called) => tokenOnServer(called)));
    await must("token", "rotate", "--all");
    const after = await Promise.all(names.map((called) => tokenOnServer(called)));
    expect(after.filter((token) => before.includes(token))).toEqual([]);
    expect(await Promise.all(["shop.service", "+disk+20+2F", "~agent"].map((file) => tokenOnHost(file)))).toEqual(
      after,
    );
    expect((await monitorNamed(scene.client, "tk-app3/disk /")).active).toBe(false);
    await must("set", "disk /", "--interval", "300");
    expect(await monitorNamed(scene.client, "tk-app3/disk /")).toMatchObject({ active: false, interval: 300 });
  });
});

describeOnBed("kuma agent update", () => {
  const program = "/usr/local/lib/kuma-agent/kuma-agent.mjs";

  it("brings the program that this kuma has, and leaves an agent alone that has it", async () => {
    const config = await scene.bed.readFile("/etc/kuma-agent/agent.json");
    expect((await must("update")).stdout).toBe(`Nothing to do: the agent is ${VERSION} already.\n`);
    await scene.bed.exec(["sh", "-c", `echo '// an earlier one' >>${program}`]);
    await scene.bed.exec(["systemctl", "restart", "kuma-agent"]);
    const was = await pid();
    expect((await must("update", "--dry-run")).stdout).toContain(program);
    expect(await pid()).toBe(was);
    const { stdout } = await must("update", "--json");
    expect((await outputSchema("agent:update")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toEqual({ changed: true, before: VERSION, version: VERSION });
    expect(await scene.bed.readFile(program)).not.toContain("// an earlier one");
    expect(await pid()).not.toBe(was);
    expect(await scene.bed.readFile("/etc/kuma-agent/agent.json")).toBe(config);
    expect((await must("update")).stdout).toBe(`Nothing to do: the agent is ${VERSION} already.\n`);
  });

  it("refuses to bring a newer agent back, unless that is meant", async () => {
    const text = await scene.bed.readFile(program);
    const newer = text.replaceAll(`"${VERSION}"`, '"9.1.0"');
    expect(newer).not.toBe(text);
    await scene.bed.writeFile(program, newer, "0644");
    await scene.bed.exec(["systemctl", "restart", "kuma-agent"]);
    await expect
      .poll(async () => (await scene.run("agent", "status")).stdout, { timeout: 30_000 })
      .toContain("The agent 9.1.0 runs");
    for (const words of [["update"], ["update", "--dry-run"], ["set", "shop", "--interval", "50"]]) {
      const { code, stderr } = await scene.run("agent", ...words);
      expect({ words, code }).toEqual({ words, code: 6 });
      expect(stderr).toContain(`The agent on this host is 9.1.0, and this would bring it back to ${VERSION}`);
      expect(stderr).toContain("kuma agent update --downgrade");
    }
    expect((await scene.run("agent", "status")).stdout).toContain(`It is newer than this kuma (${VERSION})`);
    expect((await must("mute", "shop", "--for", "5m")).stdout).toContain("Muted shop.service");
    await must("unmute", "shop");
    expect(await scene.bed.readFile(program)).toBe(newer);
    expect((await must("update", "--downgrade")).stdout).toContain(`updated from 9.1.0 to ${VERSION}`);
  });
});
