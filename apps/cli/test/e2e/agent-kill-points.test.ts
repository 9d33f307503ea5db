import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, snapshot, startAgentScene, withAgent, type AgentScene } from "./agent-scene.ts";

/** How many points are tried; `all` by hand. The sample is another one with each seed. */
const wanted = process.env["KUMA_KILL_POINTS"] ?? "4";
/** Which run is killed, by hand: `install` or `uninstall`; both by default. */
const only = process.env["KUMA_KILL_RUN"];
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);

const folder = "/opt/kill";
const uninstall = ["agent", "uninstall", "--yes", "--delete-monitors"] as const;
const install = ["agent", "install", "demo"] as const;

/** The programs by which a host is changed. */
const programs =
  "mkdir mv chmod chown rm rmdir cat sync touch systemctl systemd-sysusers useradd userdel groupdel groupadd".split(
    " ",
  );

/** Counts itself, and at the number in the file "at" kills all of the run in one moment, before anything is done. */
const shim = (name: string): string => `#!/bin/sh
if [ -e ${folder}/at ]; then
  read -r at <${folder}/at
  read -r count <${folder}/count
  count=$((count + 1))
  echo $count >${folder}/count
  if [ $count -eq $at ]; then
    while read -r pid; do pids="$pids $pid"; done </sys/fs/cgroup/system.slice/kill-run.service/cgroup.procs
    kill -9 $pids
  fi
fi
PATH=\${PATH#${folder}/bin:}
exec ${name} "$@"
`;

/** The same for each message to Uptime Kuma. */
const preload = (port: string): string => `
const { readFileSync, writeFileSync } = require("node:fs");
const { Socket } = require("node:net");
const { write } = Socket.prototype;
Socket.prototype.write = function (...args) {
  if (this.remotePort === ${port}) count();
  return write.apply(this, args);
};
function count() {
  let at;
  try { at = Number(readFileSync("${folder}/at", "utf8")); } catch { return; }
  const now = Number(readFileSync("${folder}/count", "utf8")) + 1;
  writeFileSync("${folder}/count", now + "\\n");
  if (now !== at) return;
  const pids = readFileSync("/sys/fs/cgroup/system.slice/kill-run.service/cgroup.procs", "utf8").split("\\n").filter(Boolean);
  for (const pid of pids) if (Number(pid) !== process.pid) try { process.kill(Number(pid), "SIGKILL"); } catch {}
  process.kill(process.pid, "SIGKILL");
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

/** Runs kuma in its own cgroup, and kills it at a point. @returns how many points it came by */
async function runUntil(at: number, args: readonly string[]): Promise<number> {
  await scene.bed.writeFile(`${folder}/count`, "0\n");
  await scene.bed.writeFile(`${folder}/at`, `${at}\n`);
  const settings = [
    `PATH=${folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    "HOME=/root",
    `NODE_OPTIONS=--require=${folder}/preload.cjs`,
  ];
  const run = ["systemd-run", "--quiet", "--unit=kill-run", "--wait", "--pipe", "--collect"];
  await scene.runBelow([...run, ...settings.map((setting) => `--setenv=${setting}`)], ...args);
  await scene.bed.exec(["rm", `${folder}/at`]);
  return Number(await scene.bed.readFile(`${folder}/count`));
}

async function must(args: readonly string[]): Promise<void> {
  const { code, stderr } = await scene.run(...args);
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
}

/** Some of the points from the first to the last, or all. */
function chosen(last: number, share: number): readonly number[] {
  const all = Array.from({ length: last }, (_, index) => index + 1);
  if (wanted === "all") return all;
  const count = Math.max(1, Math.round(Number(wanted) * share));
  return Array.from({ length: count }, (_, index) => {
    const within = ((seed * 7919 + index * 104_729) % 1000) / 1000;
    return Math.min(last, Math.floor(((index + within) * last) / count) + 1);
  });
}

describeOnBed(`an install and an uninstall that are killed anywhere (KUMA_KILL_SEED=${seed})`, () => {
  it(
    "leave nothing behind, on the host and in Uptime Kuma, once they were run again",
    { timeout: 3_600_000 },
    async () => {
      const never = 1_000_000;
      const points = { install: await runUntil(never, install), uninstall: await runUntil(never, uninstall) };
      expect(points.install).toBeGreaterThan(50);
      expect(points.uninstall).toBeGreaterThan(20);
      const plan = [
        ...chosen(points.install, 0.5).map((at) => ({ at, killed: install })),
        ...chosen(points.uninstall, 0.5).map((at) => ({ at, killed: uninstall })),
      ];
      for (const { at, killed } of plan.filter((one) => only === undefined || one.killed[1] === only)) {
        if (killed === uninstall) await must(install);
        await runUntil(at, killed);
        // Some runs carry the killed one on, and others want the contrary.
        const isCarriedOn = killed === uninstall && at % 2 === 0;
        await must(isCarriedOn ? uninstall : install);
        const monitors = await monitorNames(scene.client);
        expect({ at, killed, monitors }).toMatchObject({ monitors: isCarriedOn ? [] : withAgent("tk-app3/demo") });
        // A lock that is killed while it removes its file leaves that, empty, for the next install.
        if (isCarriedOn) await must(install);
        await must(uninstall);
        const left = { at, killed, monitors: await monitorNames(scene.client), host: await snapshot(scene.bed) };
        expect(left).toEqual({ at, killed, monitors: [], host: before });
      }
    },
  );
});
