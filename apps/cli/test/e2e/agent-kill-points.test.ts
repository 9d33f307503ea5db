import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";
import { prepareKills, runUntil, type KilledRun } from "./killed-runs.ts";
import { chosenRuntimes, standaloneFor, wordsFor, type RuntimeName, type StandaloneFile } from "./killed-runtimes.ts";

/** How many points are tried; `all` by hand. The sample is another one with each seed, and so is its form of the agent. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "4";
const isSample = wanted !== "all";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);

/** The first of them kills installs in a sample, and the last one uninstalls. */
const chosen = { install: chosenRuntimes(seed, isSample), uninstall: chosenRuntimes(seed + 1, isSample) };

let scene: AgentScene;
let standalone: StandaloneFile;
let before: string;

beforeAll(async () => {
  standalone = await standaloneFor([...chosen.install, ...chosen.uninstall]);
  scene = await startAgentScene(undefined, { bind: [standalone.folder] });
  await scene.addService("demo.service");
  await prepareKills(scene);
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  standalone[Symbol.dispose]();
});

type Command = "install" | "uninstall";

/** The commands of a person after a run was killed, until nothing is to be left. */
const endings = {
  // Some run it again first, and others want to be rid of it.
  install: [["install", "uninstall"], ["uninstall"]],
  // Some carry it on, and others want the contrary.
  uninstall: [["uninstall"], ["install", "uninstall"]],
} as const;

function argsOf(command: Command, runtime: RuntimeName): readonly string[] {
  if (command === "uninstall") return ["agent", "uninstall", "--yes", "--delete-monitors"];
  return ["agent", "install", "demo", ...wordsFor(runtime, standalone)];
}

async function must(command: Command, runtime: RuntimeName): Promise<void> {
  const { code, stderr } = await scene.run(...argsOf(command, runtime));
  expect({ command, code, stderr: code === 0 ? "" : stderr }).toEqual({ command, code: 0, stderr: "" });
}

interface Attempt {
  readonly killed: Command;
  readonly runtime: RuntimeName;
  readonly at: number;
  readonly ending: readonly Command[];
}

/** Kills a run at a point, and goes on as a person would. @returns how many points it came by, and whether it was killed */
async function killAndGoOn({ killed, runtime, at, ending }: Attempt): Promise<Pick<KilledRun, "points" | "isKilled">> {
  if (killed === "uninstall") await must("install", runtime);
  const { points, isKilled, code, stderr } = await runUntil(scene, at, argsOf(killed, runtime));
  const point = `${killed} of ${runtime} at ${at}, ${points[at - 1] ?? "its end"}`;
  // It died there, or had so few points that it came to its end.
  expect({ point, isKilled, isDone: code === 0, stderr }).toMatchObject({
    isKilled: points.length >= at,
    isDone: points.length < at,
  });
  for (const command of ending) {
    await must(command, runtime);
    const monitors = command === "install" ? withAgent("tk-app3/demo") : [];
    expect({ point, command, monitors: await monitorNames(scene.client) }).toEqual({ point, command, monitors });
  }
  expect({ point, ending, host: await snapshot(scene.bed) }).toEqual({ point, ending, host: before });
  return { points, isKilled };
}

/**
 * Tries every point once, until the run comes to its end; two seeds after one another try both endings of each.
 *
 * @returns how many times it was killed
 */
async function killEverywhere(killed: Command, runtime: RuntimeName): Promise<number> {
  const ways = endings[killed];
  for (let at = 1; ; at += 1) {
    const ending = ways[(at + seed) % ways.length] ?? ways[0];
    if (!(await killAndGoOn({ killed, runtime, at, ending })).isKilled) return at - 1;
  }
}

/** Tries some points, spread over all of the run. */
async function killHere(killed: Command, runtime: RuntimeName, kills: number): Promise<void> {
  const whole = await killAndGoOn({ killed, runtime, at: never, ending: endings[killed][0] });
  for (let index = 0; index < kills; index += 1) {
    const within = ((seed * 7919 + index * 104_729) % 1000) / 1000;
    let at = Math.floor(((index + within) * whole.points.length) / kills) + 1;
    const ending = endings[killed][(seed + index) % endings[killed].length] ?? endings[killed][0];
    // Some runs send a few messages less.
    for (let tried; tried?.isKilled !== true; at = tried.points.length)
      tried = await killAndGoOn({ killed, runtime, at, ending });
  }
}

const never = 1_000_000;

describeOnBed(`what is left of a run that is killed anywhere (KUMA_KILL_SEED=${seed})`, () => {
  const runs = (["install", "uninstall"] as const).flatMap((killed) =>
    chosen[killed].map((runtime) => ({ killed, runtime })),
  );
  it.each(runs)(
    "is nothing, on the host and in Uptime Kuma, once it was run again: $killed of $runtime",
    { timeout: 7_200_000 },
    async ({ killed, runtime }) => {
      if (isSample) return await killHere(killed, runtime, Math.max(1, Math.round(Number(wanted) / 2)));
      // Fewer would mean that the points are not seen.
      expect(await killEverywhere(killed, runtime)).toBeGreaterThan(killed === "install" ? 80 : 60);
    },
  );
});
