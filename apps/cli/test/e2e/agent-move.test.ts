import { connect, passwordAuth, type KumaClient, type Monitor } from "@kumakit/client";
import {
  startAlertSink,
  startFaultProxy,
  startKuma,
  type AlertSink,
  type CommandResult,
  type FaultProxy,
  type KumaServer,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

const configFile = "/etc/kuma-agent/agent.json";
const tokens = "/etc/kuma-agent/tokens";
const called = ["tk-app3/agent", "the shop", "tk-app3/disk /"] as const;

let scene: AgentScene;
let other: KumaServer;
let otherClient: KumaClient;
let otherSink: AlertSink;
let proxy: FaultProxy;

beforeAll(async () => {
  [scene, other, otherSink] = await Promise.all([startAgentScene(), startKuma(), startAlertSink()]);
  proxy = await startFaultProxy({ target: other.url });
  const { username = "", password = "" } = other.admin ?? {};
  otherClient = await connect({ url: other.url, auth: passwordAuth({ username, password }) });
  await scene.client.notifications.create(webhook("night-shift", scene.sink.url, false));
  await otherClient.notifications.create(webhook("ops-chat", otherSink.url, true));
  await scene.addService("shop.service");
  await scene.login({ url: proxy.url, password });
  await scene.login();
  await must("install", "shop", "--interval", "60", "--tag", "team=web", "--notify", "ops-chat");
  await must("set", "shop", "--name", "the shop", "--notify", "ops-chat", "--notify", "night-shift");
  await must("add", "disk", "--path", "/", "--min-free", "0%", "--min-free-inodes", "0%", "--no-notify");
});

afterAll(async () => {
  await Promise.all([otherClient.close(), proxy.close()]);
  await Promise.all([scene[Symbol.asyncDispose](), other[Symbol.asyncDispose](), otherSink.close()]);
});

function webhook(name: string, webhookURL: string, isDefault: boolean) {
  return { name, type: "webhook", isDefault, webhookURL, webhookContentType: "json" } as const;
}

async function must(...args: readonly string[]): Promise<CommandResult> {
  const result = await scene.run("agent", ...args);
  expect({ args, code: result.code, stderr: result.stderr }).toMatchObject({ code: 0 });
  return result;
}

async function pid(): Promise<string> {
  return (await scene.bed.exec(["systemctl", "show", "-P", "MainPID", "kuma-agent"])).stdout;
}

async function config(): Promise<{ readonly server: { readonly url: string }; readonly secondServer?: unknown }> {
  return JSON.parse(await scene.bed.readFile(configFile)) as Awaited<ReturnType<typeof config>>;
}

async function active(client: KumaClient): Promise<readonly boolean[]> {
  return await Promise.all(called.map(async (name) => (await monitorNamed(client, name)).active));
}

async function tokenFiles(): Promise<string> {
  return (await scene.bed.exec(["ls", "-A", tokens])).stdout;
}

async function downs(client: KumaClient, { id }: Pick<Monitor, "id">): Promise<readonly string[]> {
  const beats = await client.monitors.heartbeats(id, { hours: 1 });
  return beats.filter(({ status }) => status === "down").map(({ message }) => message);
}

/** The beats that begin an outage. */
async function alarms(client: KumaClient, { id }: Pick<Monitor, "id">): Promise<readonly string[]> {
  const beats = await client.monitors.heartbeats(id, { hours: 1 });
  return beats.filter(({ status, important }) => status === "down" && important).map(({ message }) => message);
}

describeOnBed("kuma agent move", () => {
  it("asks for a log-in to the new server, and for another server than the former one", async () => {
    const unknown = await scene.run("agent", "move", "--to", "http://127.0.0.1:9");
    expect(unknown).toMatchObject({ code: 4 });
    expect(unknown.stderr).toContain("kuma login http://127.0.0.1:9");
    const same = await scene.run("agent", "move", "--to", scene.kuma.url, "--server", scene.kuma.url);
    expect(same).toMatchObject({ code: 2 });
    expect((await must("move", "--to", scene.kuma.url)).stdout).toBe(
      `Nothing to do: the agent reports to ${scene.kuma.url} already.\n`,
    );
  });

  it("shows with --dry-run what it would do, and does nothing", async () => {
    const before = await snapshot(scene.bed);
    const { stdout, stderr } = await must("move", "--to", proxy.url, "--dry-run");
    expect(stdout).toContain(`On ${proxy.url}:\n`);
    expect(stdout).toContain(
      'the shop: create the push monitor "the shop", interval 60 s, alerting "ops-chat", in the group "tk-app3"',
    );
    expect(stdout).toContain("the shop: attach the tag team=web");
    expect(stdout).toContain(`+    "url": "${proxy.url}"`);
    expect(stdout).toContain("Both servers are fed until");
    expect(stdout).toContain(`On ${scene.kuma.url}, unless it is the same server:\n  pause the monitor `);
    expect(stderr).toContain('has no notification called "night-shift", which "the shop" alerted before.');
    const json = await must("move", "--to", proxy.url, "--dry-run", "--json");
    expect((await outputSchema("agent:move")).safeParse(JSON.parse(json.stdout)).error).toBeUndefined();
    expect(await snapshot(scene.bed)).toBe(before);
    expect(await monitorNames(otherClient)).toEqual([]);
  });

  it("puts everything back on Ctrl-C while both are fed", async () => {
    const [before, text] = [await snapshot(scene.bed), await scene.bed.readFile(configFile)];
    await proxy.set({ kind: "html200" }, { path: "/api/push" });
    const moving = scene.start("agent", "move", "--to", proxy.url);
    await expect.poll(async () => (await config()).secondServer, { timeout: 60_000 }).toBeDefined();
    expect(await monitorNames(otherClient)).toEqual(["the shop", ...withAgent("tk-app3/disk /")].toSorted());
    moving.kill("SIGINT");
    const { code, stderr } = await moving.finished;
    await proxy.set({ kind: "none" });
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(stderr).toContain("everything was undone");
    expect(await monitorNames(otherClient)).toEqual([]);
    expect(await active(scene.client)).toEqual([true, true, true]);
    expect(await scene.bed.readFile(configFile)).toBe(text);
    expect(await snapshot(scene.bed)).toBe(before);
  });

  it("carries on after a run that was killed while both were fed", async () => {
    await proxy.set({ kind: "html200" }, { path: "/api/push" });
    const moving = scene.start("agent", "move", "--to", proxy.url);
    await expect.poll(async () => (await config()).secondServer, { timeout: 60_000 }).toBeDefined();
    moving.kill("SIGKILL");
    await moving.finished;
    await proxy.set({ kind: "none" });
    const { stdout } = await must("move", "--to", proxy.url, "--json");
    expect((await outputSchema("agent:move")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      server: proxy.url,
      moved: [
        { name: "shop.service", monitor: { name: "the shop" }, firstBeat: { status: "up" } },
        { name: "disk /", firstBeat: { status: "up" } },
        { name: "the agent itself", type: null, firstBeat: { status: "up" } },
      ],
      left: { server: scene.kuma.url, fate: "paused" },
    });
    expect((await config()).server.url).toBe(proxy.url);
    expect((await config()).secondServer).toBeUndefined();
    expect(await monitorNames(otherClient)).toEqual(["the shop", ...withAgent("tk-app3/disk /")].toSorted());
    expect(await active(scene.client)).toEqual([false, false, false]);
    expect(await active(otherClient)).toEqual([true, true, true]);
    expect(await tokenFiles()).toBe("+disk+20+2F\nshop.service\n~agent\n");
    for (const name of called) {
      const [before, after] = [await monitorNamed(scene.client, name), await monitorNamed(otherClient, name)];
      expect((await scene.bed.exec(["grep", "-rl", after.pushToken ?? "", tokens])).code).toBe(0);
      expect(stdout).not.toContain(after.pushToken);
      expect(after.interval).toBe(before.interval);
      expect(after.tags.map((tag) => `${tag.name}=${tag.value}`)).toEqual(
        before.tags.map((tag) => `${tag.name}=${tag.value}`),
      );
      expect([await downs(scene.client, before), await downs(otherClient, after)]).toEqual([[], []]);
    }
  });

  it("reports a death to the new server alone, and does nothing the second time", async () => {
    expect((await must("move", "--to", proxy.url)).stdout).toBe(
      `Nothing to do: the agent reports to ${proxy.url} already.\n`,
    );
    await scene.bed.exec(["systemctl", "kill", "-s", "KILL", "shop.service"]);
    const shop = await monitorNamed(otherClient, "the shop");
    // The reason may come a moment after the death, and makes a second beat of the same DOWN.
    await expect.poll(() => alarms(otherClient, shop), { timeout: 30_000 }).toHaveLength(1);
    await scene.bed.exec(["systemctl", "restart", "shop.service"]);
    expect(await downs(scene.client, await monitorNamed(scene.client, "the shop"))).toEqual([]);
  });

  it("changes only the address when the server has another one, and pauses nothing", async () => {
    await scene.login({ url: other.url, password: other.admin?.password ?? "" });
    await scene.login();
    const [names, was] = [await monitorNames(otherClient), await pid()];
    const { stdout } = await must("move", "--to", other.url);
    expect(await pid()).toBe(was);
    expect(stdout).toContain(`The agent reports to ${other.url} now.\n`);
    expect(stdout).toContain(`${proxy.url} is the same server: its monitors stay as they are.\n`);
    expect((await config()).server.url).toBe(other.url);
    expect(await monitorNames(otherClient)).toEqual(names);
    expect(await active(otherClient)).toEqual([true, true, true]);
    expect((await must("move", "--to", other.url, "--server", proxy.url)).stdout).toContain("Nothing to do");
    expect(await active(otherClient)).toEqual([true, true, true]);
  });

  it("takes the monitors of a restored backup over, and pauses those of the former server", async () => {
    for (const name of called) {
      const pushToken = (await monitorNamed(otherClient, name)).pushToken ?? "";
      const { id } = await monitorNamed(scene.client, name);
      await scene.client.monitors.update(id, { pushToken });
    }
    const ids = await Promise.all(called.map(async (name) => (await monitorNamed(scene.client, name)).id));
    const { stdout } = await must("move", "--to", scene.kuma.url);
    expect(stdout).toContain(`Paused on ${other.url}: `);
    expect(await Promise.all(called.map(async (name) => (await monitorNamed(scene.client, name)).id))).toEqual(ids);
    expect(await active(scene.client)).toEqual([true, true, true]);
    expect(await active(otherClient)).toEqual([false, false, false]);
  });

  it("deletes the former ones with --delete-old, and finds those that a killed run has left", async () => {
    const { stdout } = await must("move", "--to", scene.kuma.url, "--server", other.url, "--delete-old");
    expect(stdout).toContain(`The agent reports to ${scene.kuma.url} already.\nDeleted on ${other.url}: `);
    expect(await monitorNames(otherClient)).toEqual([]);
    const was = await pid();
    await must("move", "--to", other.url, "--delete-old", "--notify", "ops-chat");
    expect(await pid()).toBe(was);
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await monitorNames(otherClient)).toEqual(["the shop", ...withAgent("tk-app3/disk /")].toSorted());
  });
});
