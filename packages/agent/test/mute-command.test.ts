import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { muteReportSchema } from "@kumakit/agent/config";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { loadAgentSettings } from "../src/config/load-agent-config.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-mute-command-"));
  await mkdir(join(folder, "bin"));
  await systemctl("exit 3");
  const about = { interval: 60, tokenFile: "token" };
  const checks = [
    { type: "systemd", name: "nginx.service", unit: "nginx.service", ...about },
    { type: "command", name: "disk /", command: ["/bin/true"], ...about },
  ];
  const config = { version: 1, server: { url: "http://kuma:3001" }, host: "h", checks };
  const heartbeat = { interval: 60, tokenFile: "token" };
  await writeFile(join(folder, "agent.json"), JSON.stringify({ ...config, heartbeat }), { mode: 0o640 });
});
afterEach(() => rm(folder, { recursive: true }));

/** The script that is `systemctl` here; without an agent that runs, `is-active` ends with 3. */
async function systemctl(script: string): Promise<void> {
  await writeFile(join(folder, "bin/systemctl"), `#!/bin/sh\necho "$@" >>${join(folder, "calls")}\n${script}\n`);
  await chmod(join(folder, "bin/systemctl"), 0o755);
}

async function run(...argv: string[]) {
  let stdout = "";
  let stderr = "";
  const [verb = "", ...words] = argv;
  const place = ["--config", join(folder, "agent.json"), "--status-file", join(folder, "status.json")];
  const code = await main([verb, ...place, ...words], {
    environment: { PATH: `${join(folder, "bin")}:/usr/bin:/bin` },
    signal: new AbortController().signal,
    loadConfig: loadAgentSettings,
    onReload: () => undefined,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  });
  return { code, stdout: stdout.replaceAll(folder, "FOLDER"), stderr: stderr.replaceAll(folder, "FOLDER") };
}

interface Written {
  readonly check: string;
  readonly since: string;
  readonly until: string;
  readonly reason: string;
}

async function written(): Promise<readonly Written[]> {
  return (JSON.parse(await readFile(join(folder, "mutes.json"), "utf8")) as { readonly mutes: Written[] }).mutes;
}

const names = async (): Promise<readonly string[]> => (await written()).map(({ check }) => check);

const notRunning = "kuma-agent: no agent runs here as a service; the next one that starts takes it\n";

test("a mute lies beside the config, for those who may read that", async () => {
  const { code, stdout, stderr } = await run("mute", "nginx", "--for", "30m", "--reason", "deploy password=hunter2");
  expect({ code, stderr }).toEqual({ code: 0, stderr: notRunning });
  expect(stdout).toMatch(/^Muted until \d{4}-.*Z: nginx\.service\n$/);
  const [mute, ...others] = await written();
  expect(others).toEqual([]);
  expect(mute).toMatchObject({ check: "nginx.service", reason: "deploy password=***" });
  expect(Date.parse(mute?.until ?? "") - Date.parse(mute?.since ?? "")).toBe(1_800_000);
  expect((await stat(join(folder, "mutes.json"))).mode & 0o777).toBe(0o640);
  expect(await readFile(join(folder, "calls"), "utf8")).toMatch(
    /^--(?:system|user) --quiet is-active kuma-agent\.service\n$/,
  );
});

test("a second mute replaces the first, others stay, and those that have ended go", async () => {
  await run("mute", "--all", "--for", "1h");
  const before = await written();
  expect(before.map(({ check }) => check)).toEqual(["nginx.service", "disk /", "kuma-agent"]);
  await run("mute", "disk /", "--for", "1s", "--reason", "short");
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await run("mute", "kuma-agent", "--for", "2h");
  const after = await written();
  expect(after.map(({ check }) => check)).toEqual(["nginx.service", "kuma-agent"]);
  expect(after[0]).toEqual(before[0]);
});

test("unmute ends it for the named ones, or for all", async () => {
  await run("mute", "--all", "--for", "1h");
  const { stdout, code } = await run("unmute", "nginx.service", "--json");
  expect(code).toBe(0);
  expect(muteReportSchema.parse(JSON.parse(stdout))).toMatchObject({ changed: ["nginx.service"], isRunning: false });
  expect(await names()).toEqual(["disk /", "kuma-agent"]);
  expect((await run("unmute", "nginx")).stdout).toBe("Nothing to do: none of these checks is muted.\n");
  expect((await run("unmute", "--all")).stdout).toBe("Not muted any more: disk /, kuma-agent\n");
  expect(await names()).toEqual([]);
});

test("--dry-run says it and changes nothing", async () => {
  const { stdout, stderr } = await run("mute", "disk /", "--for", "1h", "--dry-run");
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^Would be muted until .*: disk \/\n$/),
    stderr: "",
  });
  await expect(written()).rejects.toThrow("ENOENT");
});

describe("wrong words", () => {
  test.each([
    [["mute", "nginx"], "--for TIME is missing: how long, such as 30m"],
    [["mute", "nginx", "--for", "soon"], "--for is not a duration: write it like 30m, 2h or 1d"],
    [["mute", "nginx", "--for=-5m"], "--for must be at least 1 s"],
    [["mute", "nginx", "--for", "8d"], "--for must be at most 7 days"],
    [["mute", "nginx", "--for", "1h", "--reason", "a\nb"], "--reason must not contain control characters such as line"],
    [["mute", "nginx", "--for", "1h", "--reason", "x".repeat(201)], "--reason must be at most 200 characters"],
    [["mute", "--for", "1h"], "which checks? Name them, or give --all"],
    [["unmute", "nginx", "--all"], "--all and names exclude each other"],
    [["unmute", "nginx", "--for", "1h"], "Unknown option '--for'"],
    [["mute", "ngimx", "--for", "1h"], "no check is called ngimx. There are nginx.service, disk /, kuma-agent"],
    [["mute", "disk", "--for", "1h"], 'no check is called disk. Did you mean "disk /"?'],
  ])("%j", async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`kuma-agent: ${message}`);
    await expect(written()).rejects.toThrow("ENOENT");
  });

  test("a name that no check has is in the report of --json, and nothing is changed", async () => {
    const { code, stdout } = await run("mute", "nginx", "rot\u001b[31m", "--for", "1h", "--json");
    expect(code).toBe(1);
    expect(stdout).not.toContain("\u001b");
    expect(JSON.parse(stdout)).toMatchObject({ changed: [], unknownNames: ["rot\u001b[31m"] });
    await expect(written()).rejects.toThrow("ENOENT");
  });
});

describe("a running agent", () => {
  test("that does not take it leaves all as it was", async () => {
    await run("mute", "disk /", "--for", "1h");
    const before = await readFile(join(folder, "mutes.json"), "utf8");
    await systemctl('case "$*" in *reload*) exit 1 ;; esac');
    const { code, stderr } = await run("mute", "nginx", "--for", "1h");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(
        "the agent does not reload (kuma-agent check says what is wrong with its config)",
      ),
    });
    expect(await readFile(join(folder, "mutes.json"), "utf8")).toBe(before);
  });

  test("is waited for until its status shows the mute", async () => {
    const until = `$(sed -n 's/.*"until": "\\(.*\\)".*/\\1/p' ${join(folder, "mutes.json")})`;
    const check = `\\"name\\":\\"disk /\\",\\"type\\":\\"command\\",\\"status\\":\\"up\\",\\"message\\":\\"m\\"`;
    const times = `\\"since\\":\\"2026-01-01T00:00:00Z\\",\\"lastResultAt\\":null,\\"lastPush\\":null,\\"nextPushAt\\":null`;
    const muted = `\\"muted\\":{\\"until\\":\\"${until}\\",\\"reason\\":\\"\\"}`;
    const status = `{\\"version\\":\\"1\\",\\"pid\\":1,\\"startedAt\\":\\"2026-01-01T00:00:00Z\\",\\"checks\\":[{${check},${times},${muted}}]}`;
    await systemctl(`case "$*" in *reload*) echo "${status}" >${join(folder, "status.json")} ;; esac`);
    expect(await run("mute", "disk /", "--for", "1h")).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("a file", () => {
  test("that is broken is not written over", async () => {
    await writeFile(join(folder, "mutes.json"), "{}");
    const { code, stderr } = await run("mute", "nginx", "--for", "1h");
    expect(code).toBe(1);
    expect(stderr).toBe("kuma-agent: the list of muted checks is broken, remove it: FOLDER/mutes.json\n");
  });

  test("that is a link is replaced, and not what it leads to", async () => {
    await writeFile(join(folder, "other"), '{"version":1,"mutes":[]}');
    await symlink(join(folder, "other"), join(folder, "mutes.json"));
    await run("mute", "nginx", "--for", "1h");
    expect(await readFile(join(folder, "other"), "utf8")).toBe('{"version":1,"mutes":[]}');
    expect(await names()).toEqual(["nginx.service"]);
  });

  test("in a folder that others may write to is not written", async () => {
    await chmod(folder, 0o777);
    const { code, stderr } = await run("mute", "nginx", "--for", "1h");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "kuma-agent: the folder of the config must belong to who mutes, and to nobody else: FOLDER\n",
    });
  });
});
