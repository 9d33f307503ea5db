import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { startStarter } from "../starters/start-starter.ts";

const demoUnit = "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n";

// Our own temp folder: this machine may run other beds, which must not count.
let temp: string;
const oldTemp = process.env["TMPDIR"];
const seen = new Set<string>();

/** The traces on this machine of this file's beds so far. */
function traces(): readonly string[] {
  const folders = readdirSync(temp).filter((entry) => entry.startsWith("kumakit-bed-"));
  for (const folder of folders) seen.add(folder);
  const find = ["/sys/fs/cgroup", "-type", "d", "-name", "kumakit-bed-*"];
  const cgroups = execFileSync("find", find, { encoding: "utf8" }).split("\n");
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry));
  return [
    ...folders,
    ...cgroups.filter((cgroup) => seen.has(path.basename(cgroup))),
    ...mounts.filter((line) => line.includes(temp)),
    ...pids.map(commandLineOf).filter((line) => line.includes(`${temp}/kumakit-bed-`)),
  ];
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

beforeAll(() => {
  temp = mkdtempSync(path.join(tmpdir(), "kumakit-e2e-"));
  process.env["TMPDIR"] = temp;
});

afterAll(() => {
  if (oldTemp === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = oldTemp;
  rmSync(temp, { recursive: true });
});

describeOnBed("a systemd bed", () => {
  let bed: SystemdBed;
  let shared: string;

  beforeAll(async () => {
    shared = await mkdtemp(path.join(tmpdir(), "kumakit-shared-"));
    bed = await startSystemdBed({ bind: [shared] });
  });

  afterAll(async () => {
    await bed.stop();
    await rm(shared, { recursive: true });
  });

  test("starts without a failed unit, and without what this machine has enabled", async () => {
    const { stdout } = await bed.exec(["systemctl", "--failed", "--no-legend"]);
    expect(stdout).toBe("");
    const enabled = await bed.exec(["ls", "/etc/systemd/system/multi-user.target.wants"]);
    expect(enabled.code).toBe(2);
  });

  test("runs services that are real", async () => {
    await bed.writeUnit("demo.service", demoUnit);
    expect(await bed.exec(["systemctl", "enable", "--now", "demo.service"])).toMatchObject({ code: 0 });
    expect(await bed.exec(["systemctl", "is-active", "demo.service"])).toStrictEqual({
      stdout: "active\n",
      stderr: "",
      code: 0,
    });
    await bed.exec(["systemctl", "kill", "--signal=KILL", "demo.service"]);
    const show = ["systemctl", "show", "demo.service", "--property=Result,ExecMainStatus"];
    await expect.poll(async () => (await bed.exec(show)).stdout).toBe("Result=signal\nExecMainStatus=9\n");
    expect(existsSync("/etc/systemd/system/demo.service")).toBe(false);
  });

  test("limits services: the cgroup that hands the controllers on to them is empty, as the kernel wants it", async () => {
    const root = "/sys/fs/cgroup";
    expect(await bed.exec(["cat", `${root}/cgroup.procs`])).toStrictEqual({ stdout: "", stderr: "", code: 0 });
    const wanted = ["memory", "pids"];
    const offered = (await bed.readFile(`${root}/cgroup.controllers`)).split(/\s+/u);
    await bed.writeUnit("limited.service", "[Service]\nExecStart=/bin/sleep infinity\nMemoryMax=40M\nTasksMax=7\n");
    await bed.exec(["systemctl", "start", "limited.service"]);
    const has = (await bed.readFile(`${root}/system.slice/limited.service/cgroup.controllers`)).split(/\s+/u);
    expect(wanted.filter((name) => has.includes(name))).toEqual(wanted.filter((name) => offered.includes(name)));
  });

  test("hands arguments, input and environment to a program as they are, and its code back", async () => {
    const hostile = `two words, 'quotes" $(id) %n \\ 🐻\nnext line`;
    const print =
      "process.stdin.on('data', (d) => process.stdout.write([process.argv[1], process.env.X, d].join('|')))";
    const { stdout, code } = await bed.exec(["node", "-e", print, "--", hostile], {
      input: "in\n",
      env: { X: "a  b" },
    });
    expect({ stdout, code }).toStrictEqual({ stdout: `${hostile}|a  b|in\n`, code: 0 });
    expect((await bed.exec(["sh", "-c", "echo why >&2; exit 7"])).code).toBe(7);
  });

  test("shows the given folders, writable, and nothing else below /tmp", async () => {
    await writeFile(path.join(shared, "from-outside"), "out");
    expect(await bed.readFile(path.join(shared, "from-outside"))).toBe("out");
    await bed.writeFile(path.join(shared, "from inside"), "in", "0600");
    expect(readFileSync(path.join(shared, "from inside"), "utf8")).toBe("in");
    await writeFile(path.join(temp, "not-shown"), "");
    expect((await bed.exec(["ls", temp])).stdout).toBe(`${path.basename(shared)}\n`);
    expect((await bed.exec(["stat", "-c", "%a", path.join(shared, "from inside")])).stdout).toBe("600\n");
  });

  test("passes a signal on to the program alone, whose code is kept", async () => {
    const script = "trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.05; done";
    const running = bed.start(["sh", "-c", script]);
    await running.waitForText("ready");
    running.kill("SIGINT");
    expect(await running.finished).toStrictEqual({ stdout: "ready\ninterrupted\n", stderr: "", code: 5 });
  });

  test("keeps what was written over a reboot and over a power cut", async () => {
    await bed.writeUnit("kept.service", demoUnit);
    await bed.exec(["systemctl", "enable", "kept.service"]);
    const first = bed.pid1;
    await bed.reboot();
    expect(bed.pid1).not.toBe(first);
    expect((await bed.exec(["systemctl", "is-active", "kept.service"])).stdout).toBe("active\n");
    await bed.reboot({ hard: true });
    expect((await bed.exec(["systemctl", "is-active", "kept.service"])).stdout).toBe("active\n");
  });

  test("has a systemd for a normal user too", async () => {
    await bed.addUser("ann");
    const units = "/home/ann/.config/systemd/user";
    expect((await bed.execAs("ann", ["mkdir", "-p", units])).code).toBe(0);
    expect((await bed.execAs("ann", ["tee", `${units}/mine.service`], { input: demoUnit })).code).toBe(0);
    await bed.execAs("ann", ["systemctl", "--user", "daemon-reload"]);
    expect(await bed.execAs("ann", ["systemctl", "--user", "start", "mine.service"])).toMatchObject({ code: 0 });
    const owner = await bed.execAs("ann", [
      "sh",
      "-c",
      'systemctl --user is-active mine.service; id -un; echo "$HOME"',
    ]);
    expect(owner.stdout).toBe("active\nann\n/home/ann\n");
  });
});

describeOnBed("several systemd beds", () => {
  test("run side by side, one of them with its own network, and leave nothing behind", async () => {
    const [open, closed] = await Promise.all([
      startSystemdBed({ hostname: "open" }),
      startSystemdBed({ hostname: "closed", isolateNetwork: true }),
    ]);
    await open.writeFile("/etc/only-here", "");
    expect((await open.exec(["hostname"])).stdout).toBe("open\n");
    expect((await closed.exec(["hostname"])).stdout).toBe("closed\n");
    expect((await closed.exec(["test", "-e", "/etc/only-here"])).code).toBe(1);
    expect((await closed.exec(["ls", "/sys/class/net"])).stdout).toBe("lo\n");
    expect(traces().filter((trace) => trace.startsWith("/sys/fs/cgroup"))).toHaveLength(2);
    await Promise.all([open.stop(), closed.stop()]);
    expect(traces()).toStrictEqual([]);
  });

  test("have their units feel limits of memory and tasks when that is asked for, and leave nothing behind", async () => {
    const bed = await startSystemdBed({ limits: true });
    const greedy = "[Service]\nExecStart=/bin/sh -c 'head -c 200M /dev/zero | tail'\nMemoryMax=30M\nMemorySwapMax=0\n";
    const busy = "[Service]\nExecStart=/bin/sh -c 'for n in 1 2 3 4 5 6; do sleep 600 & done; wait'\nTasksMax=4\n";
    await bed.writeUnit("greedy.service", greedy);
    await bed.writeUnit("busy.service", busy);
    await bed.exec(["systemctl", "start", "greedy", "busy"]);
    const active = async (): Promise<string> => (await bed.exec(["systemctl", "is-active", "greedy", "busy"])).stdout;
    await expect.poll(active, { timeout: 20_000 }).toBe("failed\nfailed\n");
    const log = await bed.exec(["journalctl", "--output=cat", "--unit=greedy", "--unit=busy"]);
    expect(log.stdout).toMatch(/oom|killed|signal/iu);
    expect(log.stdout).toMatch(/fork/iu);
    await bed.reboot({ hard: true });
    expect((await bed.exec(["systemctl", "is-system-running"])).stdout).toMatch(/running|degraded/u);
    await bed.stop();
    expect(traces()).toStrictEqual([]);
  });

  test("that cannot boot say why at once, and leave nothing behind", async () => {
    const missing = path.join(temp, "is-not-there");
    await expect(startSystemdBed({ bind: [missing] })).rejects.toThrow(
      new RegExp(`the systemd bed did not boot\\. .*${missing}`, "su"),
    );
    await expect(startSystemdBed({ bind: ["dist"] })).rejects.toThrow("can only show absolute paths, not dist");
    expect(traces()).toStrictEqual([]);
  });

  test("go away when the process that started them is killed", async () => {
    const { running, words } = await startStarter("start-bed.ts", { ...process.env, TMPDIR: temp });
    const [pid1 = ""] = words;
    expect(commandLineOf(pid1)).toContain("systemd");
    expect(traces()).not.toStrictEqual([]);
    process.kill(running.pid, "SIGKILL");
    await running.finished;
    await expect.poll(() => [commandLineOf(pid1), traces()], { timeout: 10_000 }).toStrictEqual(["", []]);
  });

  test("left behind by a killed starter and its killed guard, are ended by the next start", async () => {
    const { running, words } = await startStarter("start-bed.ts", { ...process.env, TMPDIR: temp });
    const [pid1 = ""] = words;
    process.kill(guardOf(running.pid), "SIGKILL");
    process.kill(running.pid, "SIGKILL");
    await running.finished;
    expect(commandLineOf(pid1)).toContain("systemd");
    const next = await startSystemdBed();
    expect(commandLineOf(pid1)).toBe("");
    await next.stop();
    expect(traces()).toStrictEqual([]);
  });
});

/** The process that cleans up after another one. */
function guardOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  const guard = children.find((child) => commandLineOf(child).includes("orphan-guard.sh"));
  if (guard === undefined) throw new Error(`the process ${pid} has no guard`);
  return Number(guard);
}
