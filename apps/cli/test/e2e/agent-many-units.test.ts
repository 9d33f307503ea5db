import { copyMonitor, storedBeats, type StoredBeat } from "@kumakit/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { newsIn, ToldStory } from "./told-story.ts";

const count = 300;
const names = Array.from({ length: count }, (_, index) => `many@${index}`);

describeOnBed("three hundred units, a monitor of a real Uptime Kuma for each", () => {
  let scene: AgentScene;
  let story: ToldStory;

  beforeAll(async () => {
    scene = await startAgentScene();
    await scene.bed.writeUnit("many@.service", "[Service]\nExecStart=/bin/sleep infinity\n");
    await systemctl("start", ...names.map((name) => `${name}.service`));
    const { code, stderr } = await scene.run("agent", "install", "many@0", "--interval", "40");
    if (code !== 0) throw new Error(stderr);
    await watchAll();
    story = new ToldStory(scene);
  });
  afterAll(async () => scene[Symbol.asyncDispose]());

  async function systemctl(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await scene.bed.exec(["systemctl", ...args]);
    if (code !== 0) throw new Error(stderr);
  }

  /** Gives the other units a monitor and a check each, as the first one has them. */
  async function watchAll(): Promise<void> {
    const { id } = await monitorNamed(scene.client, "tk-app3/many@0");
    const others = names.slice(1);
    await scene.kuma.stop();
    const copies = others.map((name) => ({ name: `tk-app3/${name}`, pushToken: tokenOf(name) }));
    await copyMonitor(scene.kuma, id, copies);
    await scene.kuma.start();
    const file = "/etc/kuma-agent/agent.json";
    const config = JSON.parse(await scene.bed.readFile(file));
    const [first] = config.checks;
    const checks = others.map((name) => {
      const unit = `${name}.service`;
      return { type: "systemd", name: unit, unit, interval: first.interval, tokenFile: `tokens/${unit}` };
    });
    const tokens = others.map((name) => `${name}.service ${tokenOf(name)}\n`).join("");
    const { code, stderr } = await scene.bed.exec(["sh", "-ec", writeTokens], { input: tokens });
    if (code !== 0) throw new Error(stderr);
    await scene.bed.writeFile(file, JSON.stringify({ ...config, checks: [first, ...checks] }), "0600");
    await scene.bed.exec(["chown", "-R", "kuma-agent:kuma-agent", "/etc/kuma-agent"]);
    await systemctl("reload", "kuma-agent");
  }

  /** What Uptime Kuma has of every monitor, by its name. */
  async function beatsOfAll(): Promise<ReadonlyMap<string, StoredBeat[]>> {
    const all = new Map<string, StoredBeat[]>(names.map((name) => [name, []]));
    for (const beat of await storedBeats(scene.kuma)) all.get(beat.monitor.replace("tk-app3/", ""))?.push(beat);
    return all;
  }

  it("every one of them is heard of", async () => {
    const silent = async (): Promise<string[]> =>
      [...(await beatsOfAll())].flatMap(([name, beats]) => (beats.some(({ status }) => status === "up") ? [] : [name]));
    await expect.poll(silent, { timeout: 60_000, interval: 2000 }).toEqual([]);
    expect(scene.sink.alerts).toEqual([]);
  });

  it("of ten that are killed while systemd is reloaded, each is one DOWN and one UP, and no other unit is anything", async () => {
    story.beginAnew();
    const victims = Array.from({ length: 10 }, (_, index) => `many@${index * 30 + 7}`);
    const units = victims.map((name) => `${name}.service`);
    const storm = scene.bed.exec(["sh", "-c", "for n in $(seq 20); do systemctl daemon-reload; done"], {
      timeout: 100_000,
    });
    await systemctl("kill", "--signal=KILL", ...units);
    const downs = victims.map((name) => `down ${name}`).toSorted();
    await expect.poll(() => story.alerts().toSorted(), { timeout: 30_000 }).toEqual(downs);
    await storm;
    await systemctl("daemon-reexec");
    await systemctl("kill", "--signal=KILL", "dbus.service");
    await systemctl("start", "dbus.service");
    await systemctl("start", ...units);
    const ups = victims.map((name) => `up ${name}`).toSorted();
    const all = [...downs, ...ups];
    await expect.poll(() => story.alerts().toSorted(), { timeout: 30_000 }).toEqual(all);
    // One period of 18 s: by now every heartbeat has come again.
    await sleep(20_000);
    expect(story.alerts().toSorted()).toEqual(all);
    const beats = await beatsOfAll();
    const told = [...beats].flatMap(([name, ofOne]) => (ofOne.some(({ status }) => status !== "up") ? [name] : []));
    expect(told.toSorted()).toEqual(victims.toSorted());
    for (const name of victims) {
      expect(newsIn(beats.get(name) ?? []).slice(-2)).toEqual([
        `down: ${name}.service failed: signal KILL`,
        `up: ${name}.service is running (active/running), after an outage`,
      ]);
    }
    const seldom = [...beats].flatMap(([name, ofOne]) => (ofOne.length < 2 ? [name] : []));
    expect(seldom).toEqual([]);
  });
});

function tokenOf(name: string): string {
  return `TokenOf${name.replace("many@", "").padStart(3, "0")}`.padEnd(32, "x");
}

const writeTokens = `
umask 077
cd /etc/kuma-agent/tokens
while read -r file token; do echo "$token" >"$file"; done
`;
