import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { prepareKills, runUntil, type KilledRun } from "./killed-runs.ts";

/** How many points are tried; `all` by hand. The sample is another one with each seed. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "4";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);

const uninstall = ["agent", "uninstall", "--yes", "--delete-monitors"] as const;
const install = ["agent", "install", "demo"] as const;

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  await prepareKills(scene);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function must(args: readonly string[]): Promise<void> {
  const { code, stderr } = await scene.run(...args);
  expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
}

const runs = { install, uninstall };

/** The commands of a person after a run was killed, until nothing is to be left. */
const endings = {
  // Some run it again first, and others want to be rid of it.
  install: [[install, uninstall], [uninstall]],
  // Some carry it on, and others want the contrary.
  uninstall: [[uninstall], [install, uninstall]],
} as const;

interface Attempt {
  readonly killed: keyof typeof runs;
  readonly at: number;
  readonly ending: readonly (readonly string[])[];
}

/** Kills a run at a point, and goes on as a person would. @returns how many points it came by, and whether it was killed */
async function killAndGoOn({ killed, at, ending }: Attempt): Promise<Pick<KilledRun, "points" | "isKilled">> {
  if (killed === "uninstall") await must(install);
  const { points, isKilled, code, stderr } = await runUntil(scene, at, runs[killed]);
  const point = `${killed} at ${at}, ${points[at - 1] ?? "its end"}`;
  // It died there, or had so few points that it came to its end.
  expect({ point, isKilled, isDone: code === 0, stderr }).toMatchObject({
    isKilled: points.length >= at,
    isDone: points.length < at,
  });
  for (const args of ending) {
    await must(args);
    const monitors = args === install ? withAgent("tk-app3/demo") : [];
    expect({ point, args, monitors: await monitorNames(scene.client) }).toEqual({ point, args, monitors });
  }
  expect({ point, ending, host: await snapshot(scene.bed) }).toEqual({ point, ending, host: before });
  return { points, isKilled };
}

/**
 * Tries every point once, until the run comes to its end; two seeds after one another try both endings of each.
 *
 * @returns how many times it was killed
 */
async function killEverywhere(killed: keyof typeof runs): Promise<number> {
  const ways = endings[killed];
  for (let at = 1; ; at += 1) {
    const ending = ways[(at + seed) % ways.length] ?? ways[0];
    if (!(await killAndGoOn({ killed, at, ending })).isKilled) return at - 1;
  }
}

/** Tries some points, spread over all of the run. */
async function killHere(killed: keyof typeof runs, kills: number): Promise<void> {
  const whole = await killAndGoOn({ killed, at: never, ending: endings[killed][0] });
  for (let index = 0; index < kills; index += 1) {
    const within = ((seed * 7919 + index * 104_729) % 1000) / 1000;
    let at = Math.floor(((index + within) * whole.points.length) / kills) + 1;
    const ending = endings[killed][(seed + index) % endings[killed].length] ?? endings[killed][0];
    // Some runs send a few messages less.
    for (let tried; tried?.isKilled !== true; at = tried.points.length)
      tried = await killAndGoOn({ killed, at, ending });
  }
}

const never = 1_000_000;

describeOnBed(`what is left of a run that is killed anywhere (KUMA_KILL_SEED=${seed})`, () => {
  it.each(["install", "uninstall"] as const)(
    "is nothing, on the host and in Uptime Kuma, once it was run again: %s",
    { timeout: 7_200_000 },
    async (killed) => {
      if (wanted !== "all") return await killHere(killed, Math.max(1, Math.round(Number(wanted) / 2)));
      // Fewer would mean that the points are not seen.
      expect(await killEverywhere(killed)).toBeGreaterThan(killed === "install" ? 100 : 60);
    },
  );
});
