import type { SystemdBed } from "@kumakit/testkit";

import type { AgentScene } from "./agent-scene.ts";

const folder = "/opt/kill";

/** The programs by which a host is changed. */
const programs =
  "mkdir mv chmod chown rm rmdir cat ln sync touch systemctl systemd-run systemd-sysusers useradd userdel groupdel groupadd".split(
    " ",
  );

/** The cgroup of a run, whose processes the kernel kills in one moment. */
const cgroup = "/sys/fs/cgroup/system.slice/kill-run.service";

/**
 * Writes itself down, and at the number in the file "at" kills all of the run, before anything is done. Its number is
 * that of the line that it wrote: two programs that run at the same time cannot have the same one.
 */
const shim = (name: string): string => `#!/bin/sh
# A unit that the run has left behind is not a part of it.
inside=
while read -r line; do case $line in *kill-run.service*) inside=1 ;; esac; done </proc/$$/cgroup
if [ -n "$inside" ] && [ -e ${folder}/at ]; then
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

/** The end of a run that may have been killed. */
export interface KilledRun {
  /** Each point that it came by. */
  readonly points: readonly string[];
  /** Whether it was killed at its point. */
  readonly isKilled: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** Puts the programs into a bed by which runs are killed. */
export async function prepareKills({ bed, kuma }: Pick<AgentScene, "bed" | "kuma">): Promise<void> {
  for (const name of programs) await bed.writeFile(`${folder}/bin/${name}`, shim(name), "0755");
  await bed.writeFile(`${folder}/preload.cjs`, preload(new URL(kuma.url).port));
}

/** Runs kuma in its own cgroup, and kills it at a point: the number of a program that changes the host, or of a message. */
export async function runUntil(scene: AgentScene, at: number, args: readonly string[]): Promise<KilledRun> {
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
  return { points: await pointsIn(scene.bed), isKilled: await isThere(scene.bed), code, stderr };
}

async function pointsIn(bed: SystemdBed): Promise<readonly string[]> {
  return (await bed.readFile(`${folder}/points`)).split("\n").slice(0, -1);
}

async function isThere(bed: SystemdBed): Promise<boolean> {
  return (await bed.exec(["test", "-e", `${folder}/killed`])).code === 0;
}
