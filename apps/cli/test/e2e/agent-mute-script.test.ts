import type { CommandResult } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { monitorNamed, snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { ToldStory } from "./told-story.ts";

const mutesFile = "/etc/kuma-agent/mutes.json";
const script = "/usr/local/lib/kuma-agent/look.sh";

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

async function kill(): Promise<void> {
  await scene.bed.exec(["systemctl", "kill", "--signal=KILL", "shop"]);
}

const muted = String.raw`^tk-app3: muted until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(deploy "\$\(id\)" \\ 1\.4\): `;

describeOnBed("kuma agent mute of a shell script", () => {
  it("shows with --dry-run what it would do, and refuses a check that is not there", async () => {
    await must("install", "shop", "--runtime", "sh", "--interval", "20");
    const { stdout } = await must("mute", "shop", "--for", "5m", "--dry-run", "--json");
    expect((await outputSchema("agent:mute")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, changed: ["shop.service"], isRunning: true });
    const refused = await scene.run("agent", "mute", "shpo.service", "--for", "5m");
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('Did you mean "shop.service"?') });
    expect((await scene.bed.exec(["ls", mutesFile])).code).not.toBe(0);
  });

  it("has the heartbeats go on as UP while a unit is dead, over a reboot, and alerts when the time is over", async () => {
    story.beginAnew();
    const { stdout } = await must("mute", "--all", "--for", "10m", "--reason", String.raw`deploy "$(id)" \ 1.4`);
    expect(stdout).toMatch(/^Muted shop\.service, kuma-agent until \d{4}-/);
    const { stdout: access } = await scene.bed.exec(["stat", "--format=%a %U:%G", mutesFile]);
    expect(access).toBe("640 root:kuma-agent\n");
    await untilBeat("up", new RegExp(`${muted}shop\\.service is`));
    await kill();
    await untilBeat("up", new RegExp(`${muted}is DOWN: shop\\.service failed: `));
    const status = await scene.run("agent", "status");
    expect(status.code).toBe(8);
    expect(status.stdout).toMatch(/shop\.service +✗ DOWN \(muted for \d+[sm]: deploy "\$\(id\)" \\ 1\.4\)/);
    await scene.bed.reboot();
    await untilBeat("up", new RegExp(`${muted}(?!is DOWN)`));
    await kill();
    await untilBeat("up", new RegExp(`${muted}is DOWN: shop\\.service failed: `));
    expect(story.alerts()).toEqual([]);
    // The rest of a short time: nothing happens on the host when it ends.
    await must("mute", "shop", "--for", "10s");
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
    await must("unmute", "--all");
  });

  it("begins and ends by the clock of the host, and not by that of kuma", async () => {
    // Both ask this program, and the kuma that runs here asks Node.js.
    const clock = "/usr/local/sbin/date";
    await scene.bed.writeFile(clock, `#!/bin/sh\nexec /bin/date --date='20 minutes ago' "$@"\n`, "0755");
    const { stdout } = await must("mute", "shop", "--for", "5m", "--json");
    await story.untilAlerts("down shop", "up shop", "down shop", "up shop");
    const { mutes } = JSON.parse(stdout) as { readonly mutes: readonly { readonly until: string }[] };
    expect(Date.parse(mutes[0]?.until ?? "")).toBeLessThan(Date.now());
    await must("unmute", "shop");
    await story.untilAlerts("down shop", "up shop", "down shop", "up shop", "down shop");
    await scene.bed.exec(["rm", clock]);
    story.beginAnew();
  });

  it("refuses a script of an earlier kuma, which knows no mutes, until it is made again", async () => {
    const mutes = await scene.bed.readFile(mutesFile);
    const earlier = String.raw`s/ read_mutes(ENVIRON[^;]*, epoch)$//; s/,\\"keepsMutes\\":true//`;
    await scene.bed.exec(["sed", "-i", earlier, script]);
    await scene.bed.exec(["systemctl", "start", "kuma-agent"]);
    const shown = async (): Promise<string> => scene.bed.readFile("/run/kuma-agent/status.json");
    await expect.poll(shown, { timeout: 30_000 }).not.toContain("keepsMutes");
    const refused = await scene.run("agent", "mute", "shop", "--for", "5m");
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("is of an earlier kuma, and knows no mutes");
    expect(refused.stderr).toContain("kuma agent update makes it again");
    expect(await scene.bed.readFile(mutesFile)).toBe(mutes);
    await must("update");
    await must("mute", "shop", "--for", "5m");
    await story.untilAlerts("up shop");
  });

  it("takes what it wrote away with the agent", async () => {
    await must("uninstall", "--delete-monitors", "--yes");
    expect(await snapshot(scene.bed)).toBe(before);
  });
});
