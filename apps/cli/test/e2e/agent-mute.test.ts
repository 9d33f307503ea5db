import { muteReportSchema } from "@kumakit/agent/config";
import type { CommandResult } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { ToldStory } from "./told-story.ts";

let scene: AgentScene;
let story: ToldStory;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  story = new ToldStory(scene);
  await scene.bed.writeUnit(
    "shop.service",
    "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n",
  );
  await scene.bed.exec(["systemctl", "enable", "--now", "shop"]);
  await scene.bed.exec(["useradd", "--create-home", "alice"]);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function must(...args: readonly string[]): Promise<CommandResult> {
  const result = await scene.run("agent", ...args);
  expect({ args, code: result.code, stderr: result.stderr }).toEqual({ args, code: 0, stderr: "" });
  return result;
}

/** Waits until the newest beat of the shop's monitor is like that. */
async function untilBeat(status: string, message: RegExp): Promise<void> {
  const { id } = await monitorNamed(scene.client, "tk-app3/shop");
  const newest = async (): Promise<unknown> => (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1);
  await expect
    .poll(newest, { timeout: 60_000, interval: 200 })
    .toMatchObject({ status, message: expect.stringMatching(message) });
}

const muted = String.raw`^tk-app3: muted until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(deploy 1\.4\): `;

describeOnBed("kuma agent mute", () => {
  it("says where there is no agent that mutes need one", async () => {
    const { code, stderr } = await scene.run("agent", "mute", "shop", "--for", "5m");
    expect(code).toBe(3);
    expect(stderr).toContain("No agent is installed here");
    expect(stderr).toContain("mutes need an agent that kuma agent install has brought");
  });

  it("shows with --dry-run what it would do, and refuses what is wrong", async () => {
    await must("install", "shop", "--interval", "60");
    const { stdout } = await must("mute", "shop", "--for", "5m", "--dry-run", "--json");
    const output = await outputSchema("agent:mute");
    expect(output.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, changed: ["shop.service"], isRunning: true });
    expect((await scene.bed.exec(["ls", "/etc/kuma-agent"])).stdout).toBe("agent.json\nmachine-id\ntokens\n");
    const cases: readonly (readonly [words: readonly string[], code: number, said: string])[] = [
      [["shop", "--for", "8d"], 2, "--for must be at most 7 days"],
      [["shop", "--for", "soon"], 2, "--for is not a duration"],
      [["--for", "5m"], 2, "Which checks?"],
      [
        ["shpo.service", "--for", "5m"],
        3,
        'has no check shpo.service. Did you mean "shop.service"? It has shop.service,',
      ],
    ];
    for (const [words, code, said] of cases) {
      const refused = await scene.run("agent", "mute", ...words);
      expect({ words, code: refused.code }).toEqual({ words, code });
      expect(refused.stderr).toContain(said);
    }
    const alice = await scene.runAs("alice", "agent", "mute", "shop", "--for", "5m");
    expect(alice).toMatchObject({ code: 1, stdout: "" });
  });

  it("has the heartbeats go on as UP while a unit is dead, over a reboot, and alerts when the time is over", async () => {
    story.beginAnew();
    const { stdout } = await must("mute", "--all", "--for", "10m", "--reason", "deploy 1.4");
    expect(stdout).toMatch(/^Muted shop\.service, kuma-agent until \d{4}-.* \(deploy 1\.4\)\.\n$/);
    await untilBeat("up", new RegExp(`${muted}shop\\.service is`));
    await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "shop"]);
    await untilBeat("up", new RegExp(`${muted}is DOWN: shop\\.service failed: `));
    const status = await scene.run("agent", "status");
    expect(status.code).toBe(8);
    expect(status.stdout).toMatch(/shop\.service +✗ DOWN \(muted for \d+[sm]: deploy 1\.4\)/);
    await scene.bed.exec(["systemctl", "restart", "kuma-agent"]);
    await scene.bed.reboot();
    await untilBeat("up", new RegExp(`${muted}(?!is DOWN)`));
    await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "shop"]);
    await untilBeat("up", new RegExp(`${muted}is DOWN: shop\\.service failed: `));
    expect(story.alerts()).toEqual([]);
    // On the host itself, and for the rest of a short time.
    const there = await scene.bed.exec(["/usr/local/bin/kuma-agent", "mute", "shop", "--for", "2s", "--json"]);
    expect({ code: there.code, stderr: there.stderr }).toEqual({ code: 0, stderr: "" });
    expect(muteReportSchema.parse(JSON.parse(there.stdout))).toMatchObject({
      changed: ["shop.service"],
      isRunning: true,
    });
    await story.untilAlerts("down shop");
  });

  it("ends it before its time with unmute, and makes of a DOWN an UP that says so", async () => {
    await must("mute", "shop", "--for", "1h", "--reason", "I am at it");
    await story.untilAlerts("down shop", "up shop");
    expect(scene.sink.alerts.at(-1)?.text).toContain("(I am at it): is DOWN: shop.service failed");
    const { stdout } = await must("unmute", "shop", "--json");
    expect((await outputSchema("agent:unmute")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({ changed: ["shop.service"], mutes: [{ check: "kuma-agent" }] });
    await story.untilAlerts("down shop", "up shop", "down shop");
    expect((await must("unmute", "shop")).stdout).toBe("Nothing to do: none of these checks is muted.\n");
  });

  it("leaves all as it was when the agent does not take it", async () => {
    const mutes = await scene.bed.readFile("/etc/kuma-agent/mutes.json");
    await scene.bed.exec(["sed", "-i", "s/interval/intervall/", "/etc/kuma-agent/agent.json"]);
    const broken = await scene.run("agent", "mute", "shop", "--for", "5m");
    expect(broken.code).toBe(2);
    await scene.bed.exec(["sed", "-i", "s/intervall/interval/", "/etc/kuma-agent/agent.json"]);
    await scene.bed.exec(["systemctl", "kill", "--signal=STOP", "kuma-agent"]);
    const stuck = await scene.bed.exec(["timeout", "60", "/usr/local/bin/kuma-agent", "mute", "shop", "--for", "5m"]);
    expect(stuck).toMatchObject({ code: 1, stderr: expect.stringContaining("does not show its mutes") });
    await scene.bed.exec(["systemctl", "kill", "--signal=CONT", "kuma-agent"]);
    expect(await scene.bed.readFile("/etc/kuma-agent/mutes.json")).toBe(mutes);
  });

  it("takes what it wrote away with the agent", async () => {
    await must("uninstall", "--delete-monitors", "--yes");
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
