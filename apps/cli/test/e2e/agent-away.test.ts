import { describeOnBed } from "@kumakit/testkit/vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { ToldStory } from "./told-story.ts";

let scene: AgentScene;
let story: ToldStory;

const units = ["one", "two", "three"];

beforeAll(async () => {
  scene = await startAgentScene();
  story = new ToldStory(scene);
  for (const name of units) await scene.addService(`${name}.service`);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function must(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scene.run(...args);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

describeOnBed("a host that is away", () => {
  it("is one DOWN and one UP for all of its units and checks", async () => {
    await must("agent", "install", ...units);
    await must("agent", "add", "disk", "--path", "/", "--min-free", "0%", "--min-free-inodes", "0%");
    const config = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json"));
    // They look as often as ever: only silence takes longer to be noticed.
    expect(config.checks.map(({ interval, lookEvery }: Record<string, unknown>) => ({ interval, lookEvery }))).toEqual(
      Array.from({ length: units.length + 1 }, () => ({ interval: 600, lookEvery: 28 })),
    );
    // A minute is long for a test.
    await scene.client.monitors.update((await monitorNamed(scene.client, "tk-app3/agent")).id, { interval: 20 });
    expect(await must("agent", "install", "one")).not.toMatch(/^Nothing to do/);
    story.beginAnew();
    await scene.bed.exec(["systemctl", "kill", "--signal=STOP", "kuma-agent"]);
    await scene.bed.exec(["systemctl", "stop", "--no-block", "kuma-agent"]);
    await story.untilAlerts("down agent");
    await sleep(25_000);
    expect(story.alerts()).toEqual(["down agent"]);
    await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "kuma-agent"]);
    await scene.bed.exec(["systemctl", "start", "kuma-agent"]);
    await story.untilAlerts("down agent", "up agent");
    // A failure is reported at once all the same.
    await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "two"]);
    await story.untilAlerts("down agent", "up agent", "down two");
    await scene.bed.exec(["systemctl", "start", "two"]);
    await story.untilAlerts("down agent", "up agent", "down two", "up two");
  });

  it("keeps the monitors that people have moved and changed where they are, and new ones go to the agent's", async () => {
    const own = await monitorNamed(scene.client, "tk-app3/agent");
    const mine = await scene.client.monitors.create({ type: "group", name: "mine" });
    await scene.client.monitors.update(own.id, { parent: mine.id, name: "the host" });
    await scene.addService("four.service");
    await must("agent", "install", "four");
    expect(await monitorNamed(scene.client, "tk-app3/four")).toMatchObject({ parent: mine.id, interval: 600 });
    expect(await monitorNamed(scene.client, "the host")).toMatchObject({ interval: 20, parent: mine.id });
    await must("agent", "uninstall", "--yes", "--delete-monitors");
    // A group of a person stays.
    expect(await monitorNames(scene.client)).toEqual(["mine"]);
    await scene.client.monitors.delete(mine.id);
  });
});

describeOnBed("the agent's own monitor", () => {
  it("is brought by the next install where an earlier version had none, and changes nothing else", async () => {
    await must("agent", "install", "one", "--interval", "40");
    const own = await monitorNamed(scene.client, "tk-app3/agent");
    await makeEarlier();
    await scene.client.monitors.update((await monitorNamed(scene.client, "tk-app3/one")).id, { parent: null });
    await scene.client.monitors.delete(own.id);
    await scene.client.monitors.delete(own.parent ?? 0);
    const { raw } = await monitorNamed(scene.client, "tk-app3/one");
    await must("agent", "install", "one");
    expect((await monitorNamed(scene.client, "tk-app3/one")).raw).toEqual(raw);
    expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/one"));
    expect(await must("agent", "install", "one")).toMatch(/^Nothing to do/);
    await must("agent", "uninstall", "--yes", "--delete-monitors");
    expect(await monitorNames(scene.client)).toEqual([]);
  });

  it("is a person's where a person has given one", async () => {
    await must("agent", "install", "one");
    const own = await monitorNamed(scene.client, "tk-app3/agent");
    await scene.client.monitors.update(own.id, { description: "mine now", name: "mine" });
    await makeEarlier({ heartbeat: { interval: 60, tokenFile: "tokens/~agent", monitorId: own.id } });
    await must("agent", "install", "two");
    expect(await monitorNames(scene.client)).toEqual(["mine", "tk-app3", "tk-app3/one", "tk-app3/two"]);
    expect(await monitorNamed(scene.client, "tk-app3/two")).toMatchObject({ interval: 600 });
    await must("agent", "uninstall", "--yes", "--delete-monitors");
    expect(await monitorNames(scene.client)).toEqual(["mine", "tk-app3"]);
  });
});

/** Makes the installed agent one of a version that knew of no monitor of the agent itself. */
async function makeEarlier({ heartbeat }: { readonly heartbeat?: object } = {}): Promise<void> {
  for (const file of ["/usr/local/lib/kuma-agent/manifest.json", "/etc/kuma-agent/agent.json"]) {
    const { heartbeat: _own, ...rest } = JSON.parse(await scene.bed.readFile(file));
    const whole = file.endsWith("agent.json") ? { ...rest, heartbeat } : rest;
    const { code } = await scene.bed.exec(["sh", "-c", `cat >${file}`], { input: `${JSON.stringify(whole)}\n` });
    expect(code).toBe(0);
  }
}
