import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { installAgent, outcomesOf, uninstallAgent, type ProvisionEvent } from "../../src/index.ts";
import { startBedWork, type BedWork } from "../support/bed-work.ts";

/** A soak by hand has all of them. */
const count = Number(process.env["KUMA_SOAK_MINUTES"] ?? 0) >= 10 ? 300 : 60;
const killed = Math.floor(count / 3);
const units = Array.from({ length: count }, (_, index) => `many-${index + 1}.service`);

/** Four journalctl at a time alone need a dozen, and the agent has two dozen open. */
const fewFiles = 32;

/** Each logs its own line first, which the report of its death has to bring. */
const template = `[Service]\nExecStart=/bin/sh -c 'echo "error: disk of %p is gone"; exec sleep infinity'\n`;

let work: BedWork;

beforeAll(async () => {
  // The limits of memory and tasks of the agent's unit are felt here.
  work = await startBedWork([], { limits: true });
  await work.bed.exec([
    "sh",
    "-c",
    'cd /etc/systemd/system && for unit; do cat >"$unit" <<END\n'.concat(template, "END\ndone"),
    "sh",
    ...units,
  ]);
  await work.bed.exec(["systemctl", "daemon-reload"]);
  await work.bed.exec(["systemctl", "start", ...units]);
});

afterAll(async () => {
  await work[Symbol.asyncDispose]();
});

async function timed<Result>(run: () => Promise<Result>): Promise<readonly [Result, number]> {
  const start = performance.now();
  return [await run(), performance.now() - start];
}

/** The kernel's figures of the agent's cgroup. */
interface Felt {
  /** The most tasks and bytes that there were, and the limits. */
  readonly tasks: number;
  readonly tasksMax: number;
  readonly memory: number;
  readonly memoryMax: number;
  /** How often a new task was refused, and memory was not to be had. */
  readonly refused: number;
  readonly starved: number;
}

/** Reads the cgroup of the agent's unit, in the layout of this machine. */
async function felt(): Promise<Felt> {
  const at = "system.slice/kuma-agent.service";
  const script = `cd /sys/fs/cgroup
    if [ -d pids ]; then
      cd pids/${at} && cat pids.peak pids.max && sed 's/.* //' pids.events
      cd ../../../memory/${at} && cat memory.max_usage_in_bytes memory.limit_in_bytes memory.failcnt
    else
      cd ${at} && cat pids.peak pids.max && sed 's/.* //' pids.events | head -n 1
      cat memory.peak memory.max && sed -n 's/^oom_kill //p' memory.events
    fi`;
  const { stdout, stderr } = await work.bed.exec(["sh", "-ec", script]);
  const numbers = stdout.trim().split("\n").map(Number);
  if (numbers.length !== 6 || numbers.some((number) => !Number.isFinite(number))) throw new Error(stdout + stderr);
  const [tasks = 0, tasksMax = 0, refused = 0, memory = 0, memoryMax = 0, starved = 0] = numbers;
  return { tasks, tasksMax, memory, memoryMax, refused, starved };
}

/** The messages of all changes to a state, the newest first. */
async function changesTo(wanted: "up" | "down"): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { status, message } of work.client.monitors.importantHeartbeats())
    if (status === wanted) found.push(message);
  return found;
}

/** Kills units in one moment. @returns how long it took until each was DOWN with its reason, in ms */
async function killAndWait(going: readonly string[]): Promise<{ readonly time: number; readonly lastWords: number }> {
  const known = (await changesTo("down")).length;
  await work.bed.exec(["systemctl", "kill", "--signal=KILL", ...going]);
  const more = async (): Promise<number> => (await changesTo("down")).length - known;
  const [, time] = await timed(() =>
    expect.poll(more, { timeout: 120_000, interval: 500 }).toBeGreaterThanOrEqual(going.length),
  );
  const fresh = (await changesTo("down")).slice(0, -known || undefined);
  const reported = fresh.map((message) => / (\S+\.service) failed: signal KILL/u.exec(message)?.[1] ?? message);
  expect(reported.toSorted()).toEqual([...going].toSorted());
  return {
    time,
    lastWords: fresh.filter((message) => /last log: "error: disk of many-\d+ is gone"/u.test(message)).length,
  };
}

/** Starts units again, and waits until Uptime Kuma knows. */
async function revive(gone: readonly string[]): Promise<void> {
  const known = (await changesTo("up")).length;
  await work.bed.exec(["systemctl", "start", ...gone]);
  const more = async (): Promise<number> => (await changesTo("up")).length - known;
  await expect.poll(more, { timeout: 120_000, interval: 500 }).toBeGreaterThanOrEqual(gone.length);
}

/** Has the agent start again with few files that it may open. */
async function limitFiles(most: number): Promise<void> {
  const { bed } = work;
  await bed.writeFile("/etc/systemd/system/kuma-agent.service.d/files.conf", `[Service]\nLimitNOFILE=${most}\n`);
  await bed.exec(["systemctl", "daemon-reload"]);
  expect(await bed.exec(["systemctl", "restart", "kuma-agent"])).toMatchObject({ code: 0, stderr: "" });
}

/** How often systemd had to start the agent again. */
async function restarts(): Promise<number> {
  const show = ["systemctl", "show", "--value", "--property=NRestarts", "kuma-agent"];
  return Number((await work.bed.exec(show)).stdout);
}

/** As many monitors made and deleted by single calls, one after the other. In ms. */
async function rawTimes(): Promise<{ readonly make: number; readonly remove: number }> {
  const { monitors } = work.client;
  const [ids, make] = await timed(async () => {
    const made: number[] = [];
    for (const unit of units) {
      const { id } = await monitors.create({ type: "push", name: `raw ${unit}`, notificationIds: [] });
      made.push(id);
    }
    return made;
  });
  const [, remove] = await timed(async () => {
    for (const id of ids) await monitors.delete(id);
  });
  return { make, remove };
}

describeOnBed(`${count} units on one agent`, () => {
  it(
    `are installed, ${killed} of them die in one moment and are all reported, and are removed`,
    { timeout: 900_000 },
    async () => {
      const { client, host } = work;
      const raw = await rawTimes();
      const at = new Map<ProvisionEvent["kind"], number>();
      const on = ({ kind }: ProvisionEvent): void => void (at.has(kind) || at.set(kind, performance.now()));
      const [, install] = await timed(async () =>
        outcomesOf(await installAgent(client, { hosts: [host], units, notify: "none" }, { on })),
      );
      const monitorsMade = (at.get("host-step") ?? NaN) - (at.get("monitor") ?? NaN);

      const going = units.slice(0, killed);
      const before = await felt();
      expect([before.tasksMax, before.memoryMax].every((limit) => limit > 0 && limit < 2 ** 40)).toBe(true);
      const reported = await killAndWait(going);
      const { tasks, tasksMax, memory, memoryMax, refused, starved } = await felt();
      expect({ refused, starved }).toEqual({ refused: 0, starved: 0 });
      expect(await restarts()).toBe(0);

      // Reading their logs would open more files than this. The reports come all the same.
      await revive(going);
      await limitFiles(fewFiles);
      const pressed = await killAndWait(going);
      expect(await restarts()).toBe(0);

      const [, uninstall] = await timed(async () => outcomesOf(await uninstallAgent({ hosts: [host], client })));
      expect(await client.monitors.list()).toEqual([]);
      const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`;
      const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
      process.stderr.write(
        [
          `${count} units: installed in ${seconds(install)}, of it their monitors in ${seconds(monitorsMade)} (raw calls ${seconds(raw.make)});`,
          `${killed} deaths reported in ${seconds(reported.time)}, ${reported.lastWords} with the last line of their log,`,
          `with ${tasks} tasks of ${tasksMax} and ${megabytes(memory)} MiB of ${megabytes(memoryMax)} at most;`,
          `with ${fewFiles} open files in ${seconds(pressed.time)}, ${pressed.lastWords} with the line;`,
          `removed in ${seconds(uninstall)} (raw deletions ${seconds(raw.remove)})\n`,
        ].join(" "),
      );
    },
  );
});
