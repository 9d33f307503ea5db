import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNames, startAgentScene, type AgentScene } from "./agent-scene.ts";

const secret = "root-alone-may-read-this";

/** All that an account can lay into its own folders, one after the other and without a pause, until it is killed. */
const attack = `
const fs = require("node:fs"), net = require("node:net"), { execFileSync } = require("node:child_process");
const folders = process.argv.slice(1);
const quietly = (work) => { try { work(); } catch {} };
const prepared = "/tmp/prepared";
fs.mkdirSync(prepared, { recursive: true });
execFileSync("mkfifo", [prepared + "/fifo"]);
net.createServer(() => {}).listen(prepared + "/socket", () => {
  fs.writeFileSync(prepared + "/escapes", JSON.stringify({
    version: "\\u001b]0;owned\\u0007\\u009b31m\\u202e", pid: 1, startedAt: "\\u001b[2J", checks: [],
  }));
  fs.writeFileSync(prepared + "/deep", "[".repeat(200000));
  fs.closeSync(fs.openSync(prepared + "/huge", "w"));
  fs.truncateSync(prepared + "/huge", 2 ** 40);
  const own = (folder) => folder + "/status.json";
  const laid = [
    (path) => fs.symlinkSync("/root/secret.json", path),
    (path) => fs.symlinkSync("/dev/zero", path),
    (path) => fs.symlinkSync("/proc/1/environ", path),
    (path) => fs.symlinkSync(path, path),
    (path) => fs.linkSync(prepared + "/fifo", path),
    (path) => fs.linkSync(prepared + "/socket", path),
    (path) => fs.linkSync(prepared + "/huge", path),
    (path) => fs.linkSync(prepared + "/escapes", path),
    (path) => fs.linkSync(prepared + "/deep", path),
    (path) => fs.mkdirSync(path),
  ];
  for (const folder of folders) for (const [index, lay] of laid.entries()) {
    quietly(() => lay(folder + "/laid\\n\\u001b[31m" + index));
    quietly(() => fs.symlinkSync("/root/kept", folder + "/kept" + index));
  }
  process.stdout.write("ready\\n");
  for (let turn = 0; ; turn += 1) for (const folder of folders) {
    const next = folder + "/.next";
    quietly(() => laid[turn % laid.length](next));
    // A folder cannot take the place of a file, nor a file that of a folder.
    quietly(() => fs.rmSync(own(folder), { recursive: turn % laid.length === 0 || turn % laid.length === 9 }));
    quietly(() => fs.renameSync(next, own(folder)));
  }
});
`;

let scene: AgentScene;

beforeAll(async () => {
  scene = await startAgentScene();
  await scene.addService("demo.service");
  await scene.addService("other.service");
  await scene.bed.writeFile("/root/secret.json", JSON.stringify({ version: secret, pid: 1 }), "0600");
  await sh("mkdir -m 0700 /root/kept && echo theirs >/root/kept/theirs");
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

async function sh(script: string): Promise<string> {
  const { code, stdout, stderr } = await scene.bed.exec(["sh", "-c", script]);
  if (code !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout;
}

/** The files that only root may change, and their owners. */
async function rootsFiles(): Promise<string> {
  return await sh(
    "cd / && find root/kept root/secret.json etc usr/local var/lib -xdev ! -path 'etc/kuma-agent*' ! -path 'var/lib/kuma-agent-memory*' -user kuma-agent; find root/kept root/secret.json /proc/1/environ /dev/zero -printf '%M %u:%g %p\\n'; cat root/kept/theirs",
  );
}

const untouched = `drwx------ root:root root/kept
-rw-r--r-- root:root root/kept/theirs
-rw------- root:root root/secret.json
-r-------- root:root /proc/1/environ
crw-rw-rw- root:root /dev/zero
theirs
`;

/** Runs a command of root, which the account may hold up by nothing and to which it may say nothing. */
async function runAgainst(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const start = Date.now();
  const { code, stdout, stderr } = await scene.run(...args);
  const text = stdout + stderr;
  // Far below what a wait for a pipe or an endless file would take, which is until the test's end.
  expect({ args, seconds: (Date.now() - start) / 1000 < 60 }).toEqual({ args, seconds: true });
  // eslint-disable-next-line no-control-regex -- they are looked for
  expect(text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/g)).toBeNull();
  expect(text).not.toContain(secret);
  expect(text).not.toContain("bug in kuma");
  return { code, text };
}

describeOnBed("the agent's user, with all that its uid may do", () => {
  it("holds up no command of root, and gains nothing by what it lays into its folders all the while", async () => {
    expect(await scene.run("agent", "install", "demo")).toMatchObject({ code: 0 });
    const { kill } = await startAttack();
    const codes = new Set<number | null>();
    for (let round = 0; round < 12; round += 1) codes.add((await runAgainst("agent", "status")).code);
    // It cannot be read, or was the agent's own in between.
    for (const code of codes) expect([0, 1, 8]).toContain(code);
    expect((await runAgainst("agent", "status", "--json")).code).not.toBeNull();
    await runAgainst("agent", "logs");
    await runAgainst("agent", "config");
    await runAgainst("agent", "mute", "--all", "--for", "5m", "--reason", "we look");
    await runAgainst("agent", "install", "other");
    expect(await rootsFiles()).toBe(untouched);
    await kill();
    await sh("systemctl restart kuma-agent");
    expect(await runAgainst("agent", "install", "other")).toMatchObject({ code: 0 });
    expect(await runAgainst("agent", "uninstall", "--yes", "--delete-monitors")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(
      await sh("ls -d /run/kuma* /var/lib/kuma* /etc/kuma* 2>/dev/null || true; getent passwd kuma-agent || true"),
    ).toBe("");
  });

  it("keeps no uninstall from its end, which ends its processes", async () => {
    expect(await scene.run("agent", "install", "demo")).toMatchObject({ code: 0 });
    const { kill } = await startAttack();
    expect(await runAgainst("agent", "uninstall", "--yes", "--delete-monitors")).toMatchObject({ code: 0 });
    expect(await monitorNames(scene.client)).toEqual([]);
    expect(await rootsFiles()).toBe(untouched);
    expect(
      await sh("ls -d /run/kuma* /var/lib/kuma* /etc/kuma* 2>/dev/null || true; getent passwd kuma-agent || true"),
    ).toBe("");
    expect(await sh("systemctl is-active attack || true")).toBe("failed\n");
    await kill();
  });
});

async function startAttack(): Promise<{ kill(): Promise<void> }> {
  const folders = "/run/kuma-agent /var/lib/kuma-agent-memory";
  await scene.bed.writeFile("/opt/attack.cjs", attack, "0755");
  await sh(
    `systemd-run --quiet --unit=attack --uid=kuma-agent --property=PrivateTmp=yes ${process.execPath} -e "$(cat /opt/attack.cjs)" ${folders}`,
  );
  await expect.poll(async () => await sh("ls -A /run/kuma-agent"), { timeout: 10_000 }).toContain("kept9");
  return {
    // Its end is waited for: a unit that fails after the reset could not be started again under its name.
    kill: async () =>
      void (await sh(
        "systemctl kill --signal=KILL attack; systemctl stop attack; systemctl reset-failed attack 2>/dev/null || true",
      )),
  };
}
