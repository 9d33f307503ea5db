import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { prepareKills, runUntil, type KilledRun } from "./killed-runs.ts";

/** How many points are tried; `all` by hand. The sample is another one with each seed. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "3";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);
const never = 1_000_000;

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene(process.env["KUMA_TEST_CHECKOUT"]);
  await scene.addService("demo.service");
  const { code, stderr } = await scene.run("agent", "install", "demo", "--interval", "20");
  if (code !== 0) throw new Error(stderr);
  await prepareKills(scene);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

/** Everything that a drill can leave, and whether the service runs. */
async function state(): Promise<string> {
  const find = "find /etc/systemd /run/systemd -name '*kuma-drill*' -o -name timers.target.wants";
  const script = `systemctl is-active demo; ${find}; systemctl list-units --all | grep kuma-drill`;
  return (await scene.bed.exec(["sh", "-c", script])).stdout;
}

/** Kills a drill at a point, and does nothing but wait. */
async function killAt(at: number): Promise<KilledRun> {
  const run = await runUntil(scene, at, ["verify", "--drill", "demo", "--yes", "--for", "10s"]);
  const point = `${at}, ${run.points[at - 1] ?? "its end"}`;
  expect({ point, isKilled: run.isKilled }).toEqual({ point, isKilled: run.points.length >= at });
  await expect.poll(state, { message: point, timeout: 60_000, interval: 200 }).toBe("active\n");
  // The next drill finds a monitor that is UP.
  const { id = 0 } = (await scene.client.monitors.list()).find(({ name }) => name === "tk-app3/demo") ?? {};
  const newest = async () => (await scene.client.monitors.heartbeats(id, { hours: 1 })).at(-1)?.status;
  await expect.poll(newest, { message: point, timeout: 60_000, interval: 200 }).toBe("up");
  expect(await monitorNames(scene.client)).toEqual(withAgent("tk-app3/demo"));
  return run;
}

describeOnBed(`a drill that is killed anywhere, with all that it runs (KUMA_KILL_SEED=${seed})`, () => {
  it("leaves a service that runs, and nothing else, by itself", { timeout: 7_200_000 }, async () => {
    const whole = await killAt(never);
    const { length } = whole.points;
    expect({ code: whole.code, stderr: whole.stderr, isEnough: length > 15 }).toEqual({
      code: 0,
      stderr: "",
      isEnough: true,
    });
    const kills = wanted === "all" ? length : Number(wanted);
    for (let index = 0; index < kills; index += 1) {
      const within = ((seed * 7919 + index * 104_729) % 1000) / 1000;
      await killAt(wanted === "all" ? index + 1 : Math.floor(((index + within) * length) / kills) + 1);
    }
  });
});
