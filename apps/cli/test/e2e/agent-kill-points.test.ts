import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

/** How many points are tried; `all` by hand. The sample is another one with each seed. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "4";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);

const folder = "/opt/kill";
const uninstall = ["agent", "uninstall", "--yes", "--delete-monitors"] as const;
const install = ["agent", "install", "demo"] as const;

/** The programs by which a host is changed. */
const programs =
  "mkdir mv chmod chown rm rmdir cat sync touch systemctl systemd-sysusers useradd userdel groupdel groupadd".split(
    " ",
  );

/** The cgroup of a run, whose processes the kernel kills in one moment. */
const cgroup = "/sys/fs/cgroup/system.slice/kill-run.service";

/**
 * Writes itself down, and at the number in the file "at" kills all of the run, before anything is done. Its number is
 * that of the line that it wrote: two programs that run at the same time cannot have the same one.
 */
const shim = (name: string): string => `#!/bin/sh
if [ -e ${folder}/at ]; then
  read -r at <${folder}/at
  printf '%s\\n' "$$ ${name} $*" >>${folder}/points
  number=0 own=0
  while read -r pid rest; do
    number=$((number + 1))
    if [ "$pid" = $$ ]; then own=$number; fi
  done <${folder}/points
  if [ "$own" -eq "$at" ]; then
    : >${folder}/killed
    echo 1 >${cgroup}/cgroup.kill
    while :; do :; done
  fi
fi
PATH=\${PATH#${folder}/bin:}
exec ${name} "$@"
`;

/** The same for each message to Uptime Kuma. */
const preload = (port: string): string => `
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const { Socket } = require("node:net");
const { write } = Socket.prototype;
let messages = 0;
Socket.prototype.write = function (...args) {
  if (this.remotePort === ${port}) count();
  return write.apply(this, args);
};
function count() {
  let at;
  try { at = Number(readFileSync("${folder}/at", "utf8")); } catch { return; }
  const own = "message-" + process.pid + "-" + (messages += 1);
  appendFileSync("${folder}/points", own + "\\n");
  if (readFileSync("${folder}/points", "utf8").split("\\n").indexOf(own) + 1 !== at) return;
  writeFileSync("${folder}/killed", "");
  writeFileSync("${cgroup}/cgroup.kill", "1");
  for (;;);
}
`;

let scene: AgentScene;
let before: string;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  for (const name of programs) await scene.bed.writeFile(`${folder}/bin/${name}`, shim(name), "0755");
  await scene.bed.writeFile(`${folder}/preload.cjs`, preload(new URL(scene.kuma.url).port));
  before = await snapshot(scene.bed);
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

/** The end of a run that may have been killed. */
interface KilledRun {
  /** Each point that it came by. */
  readonly points: readonly string[];
  /** Whether it was killed at its point. */
  readonly isKilled: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs kuma in its own cgroup, and kills it at a point. */
async function runUntil(at: number, args: readonly string[]): Promise<KilledRun> {
  await scene.bed.exec(["rm", "-f", `${folder}/killed`]);
  await scene.bed.writeFile(`${folder}/points`, "");
  await scene.bed.writeFile(`${folder}/at`, `${at}\n`);
  const settings = [
    `PATH=${folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    "HOME=/root",
    `NODE_OPTIONS=--require=${folder}/preload.cjs`,
  ];
  const run = ["systemd-run", "--quiet", "--unit=kill-run", "--wait", "--pipe", "--collect"];
  const setenv = settings.map((setting) => `--setenv=${setting}`);
  const { code, stderr } = await scene.runBelow([...run, ...setenv], ...args);
  await scene.bed.exec(["rm", `${folder}/at`]);
  const points = (await scene.bed.readFile(`${folder}/points`)).split("\n").slice(0, -1);
  const isKilled = (await scene.bed.exec(["test", "-e", `${folder}/killed`])).code === 0;
  return { points, isKilled, code, stderr };
}

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
  const { points, isKilled, code, stderr } = await runUntil(at, runs[killed]);
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

/** Tries every point once, until the run comes to its end. @returns how many times it was killed */
async function killEverywhere(killed: keyof typeof runs): Promise<number> {
  const ways = endings[killed];
  for (let at = 1; ; at += 1) {
    const ending = ways[at % ways.length] ?? ways[0];
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
