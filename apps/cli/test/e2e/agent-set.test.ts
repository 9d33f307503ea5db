import { startFaultProxy, type CommandResult, type FaultProxy } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

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
