import { setTimeout as sleep } from "node:timers/promises";
import type { SystemdBed } from "@kumakit/testkit";
import { must } from "./agent-on-bed.ts";

const programsFile = "/etc/supervisor/conf.d/programs.conf";

/** Lets the agent's user ask Debian's own supervisor. */
export async function putSupervisorOnBed(bed: SystemdBed): Promise<void> {
  await must(bed, [
    "sed",
    "-i",
    "s/^chmod=0700.*/chmod=0770\\nchown=root:supervisor/",
    "/etc/supervisor/supervisord.conf",
  ]);
  // As docs/supervisord.md says.
  await must(bed, ["groupadd", "--system", "--force", "supervisor"]);
  await must(bed, ["usermod", "--append", "--groups", "supervisor", "kuma-agent"]);
}

/** Gives supervisord these programs and starts it again. */
export async function runPrograms(bed: SystemdBed, config: string): Promise<void> {
  await bed.writeFile(programsFile, config);
  await must(bed, ["systemctl", "restart", "supervisor.service"]);
  await supervisorctl(bed, ["pid"]);
}

/** The output of supervisorctl; it waits until supervisord answers. */
export async function supervisorctl(bed: SystemdBed, args: readonly string[]): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { stdout } = await bed.exec(["supervisorctl", ...args]);
    if (!stdout.includes("no such file") && !stdout.includes("refused")) return stdout.trim();
    await sleep(100);
  }
  throw new Error("supervisord does not answer");
}

/** Waits until a program is in a state. */
export async function untilState(bed: SystemdBed, program: string, state: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await supervisorctl(bed, ["status", program])).includes(state)) return;
    await sleep(100);
  }
  throw new Error(`${program} is not ${state}: ${await supervisorctl(bed, ["status", program])}`);
}

/** Kills the process of a program, behind supervisord's back. @returns performance.now() of the kill */
export async function killProgram(bed: SystemdBed, program: string): Promise<number> {
  const pid = await supervisorctl(bed, ["pid", program]);
  const killedAt = performance.now();
  await must(bed, ["kill", "-9", pid]);
  return killedAt;
}
