import { copyFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { lookReportSchema } from "../src/service/look-report.ts";
import { loadAgentSettings } from "../src/config/load-agent-config.ts";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";

let folder: string;
let server: PushServer;
beforeEach(async () => {
  server = await startPushServer();
  folder = await mkdtemp(join(tmpdir(), "kuma-cli-"));
  await writeFile(join(folder, "token"), "S3cretT0ken", { mode: 0o600 });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function run(argv: string[], environment: Record<string, string> = {}, signal = new AbortController().signal) {
  let stdout = "";
  let stderr = "";
  const code = await main(argv, {
    environment,
    signal,
    loadConfig: loadAgentSettings,
    onReload: () => undefined,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  });
  return { code, stdout: stdout.replaceAll(folder, "FOLDER"), stderr: stderr.replaceAll(folder, "FOLDER") };
}

async function writeConfig(url = "http://kuma:3001", extra: Record<string, unknown> = {}): Promise<string> {
  const check = { type: "command", name: "job", command: ["/bin/true"], interval: 60, tokenFile: "token" };
  const file = join(folder, "agent.json");
  await writeFile(file, JSON.stringify({ version: 1, server: { url }, host: "h", checks: [{ ...check, ...extra }] }));
  return file;
}

describe("usage", () => {
  test.each([[["--help"]], [["-h"]], [["help"]], [["run", "--help"]]])("%j prints the help on stdout", async (argv) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Watches this host's services and pushes to Uptime Kuma\.\n\nUsage:\n/);
  });

  test("--version", async () => {
    expect(await run(["--version"])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^kuma-agent\/\d+\.\d+\.\d+\S*\n$/),
      stderr: "",
    });
  });

  test.each([
    [[], "a command is missing: run, check, test, config, status, mute, unmute, sh or exec"],
    [["rum"], "unknown command: rum; there are run, check, test, config, status, mute, unmute, sh and exec"],
    [["run", "twice"], "unexpected argument: twice"],
    [["check", "--config", "--json"], "Option '--config' argument is ambiguous"],
    [["exec", "--timeout", "-1", "--", "true"], "Option '--timeout' argument is ambiguous"],
    [["run", "--nope"], "Unknown option '--nope'"],
    [["run", "--config"], "Option '--config <value>' argument missing"],
  ])("%j is wrong usage: 2", async (argv, message) => {
    expect(await run(argv)).toEqual({
      code: 2,
      stdout: "",
      stderr: `kuma-agent: ${message}\nTry: kuma-agent --help\n`,
    });
  });
});

describe("check", () => {
  test("says that a config is right, from a flag and from systemd's environment", async () => {
    const file = await writeConfig();
    const expected = { code: 0, stdout: "FOLDER/agent.json is right: 1 check for http://kuma:3001\n", stderr: "" };
    expect(await run(["check", "--config", file])).toEqual(expected);
    expect(await run(["check"], { CONFIGURATION_DIRECTORY: `${folder}:/other` })).toEqual(expected);
  });

  test("says where a config is wrong, without a stack", async () => {
    const file = await writeConfig("http://kuma:3001", { intervall: 60 });
    expect(await run(["check", "--config", file])).toEqual({
      code: 1,
      stdout: "",
      stderr: 'kuma-agent: FOLDER/agent.json:1:160: checks[0].intervall: unknown setting, did you mean "interval"?\n',
    });
  });

  test("says which file is missing", async () => {
    expect((await run(["check", "--config", join(folder, "absent.json")])).stderr).toBe(
      "kuma-agent: the config file cannot be read, there is no such file: FOLDER/absent.json\n",
    );
    const file = await writeConfig("http://kuma:3001", { tokenFile: "absent" });
    expect(await run(["check", "--config", file])).toMatchObject({
      code: 1,
      stderr: 'kuma-agent: the token file of "job" cannot be read, there is no such file: FOLDER/absent\n',
    });
  });
});

test("check says that a token file holds the push URL that the dashboard shows, and does not show it", async () => {
  await writeFile(join(folder, "token"), "http://kuma:3001/api/push/S3cretT0ken?status=up&msg=OK&ping=\n");
  expect(await run(["check", "--config", await writeConfig()])).toEqual({
    code: 1,
    stdout: "",
    stderr:
      'kuma-agent: the token file of "job" holds a push URL; only what follows /api/push/ in it, up to the ?, is the token: FOLDER/token\n',
  });
});

test("check says that a file of authorities holds no certificate, before every push would fail by it", async () => {
  await writeFile(join(folder, "ca.pem"), "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
  const file = join(folder, "agent.json");
  const check = { type: "load", name: "l", interval: 60, tokenFile: "token" };
  const secure = { url: "https://kuma:3001", caFile: "ca.pem" };
  await writeFile(file, JSON.stringify({ version: 1, server: secure, host: "h", checks: [check] }));
  expect(await run(["check", "--config", file])).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "kuma-agent: the certificate file holds something broken, or no certificate: it is neither PEM nor DER: FOLDER/ca.pem\n",
  });
});

test("check names every file of the config that cannot be read, whatever it is for", async () => {
  const file = join(folder, "agent.json");
  const check = { type: "supervisord", name: "s", interval: 60, tokenFile: "absent-token" };
  const login = { username: "u", passwordFile: "absent-password" };
  const kuma = { url: "http://kuma:3001", proxy: { url: "http://p", username: "u", passwordFile: "absent-proxy" } };
  await writeFile(file, JSON.stringify({ version: 1, server: kuma, host: "h", checks: [{ ...check, login }] }));
  const { code, stdout, stderr } = await run(["check", "--config", file]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  for (const name of ["absent-token", "absent-password", "absent-proxy"]) {
    expect(stderr.match(new RegExp(`there is no such file: FOLDER/${name}\n`, "g"))).toHaveLength(1);
  }
});

describe("test", () => {
  test("looks at what is named, sends nothing, and ends with 1 when something is not UP", async () => {
    const file = await writeConfig(server.url, { command: ["/bin/sh", "-c", "echo oops; exit 2"] });
    const { code, stdout, stderr } = await run(["test", "--config", file, "job"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/^DOWN {5}job {2}oops \(sh ended with exit code 2\) \(\d+ ms\)\n$/);
    expect(server.pushes).toEqual([]);
  });

  test("prints JSON, names that are unknown included", async () => {
    const file = await writeConfig();
    const { code, stdout } = await run(["test", "--config", file, "--json"]);
    expect(code).toBe(0);
    expect(lookReportSchema.parse(JSON.parse(stdout))).toMatchObject({
      checks: [{ name: "job", type: "command", status: "up" }],
      unknownNames: [],
      knownNames: ["job"],
    });
    const unknown = await run(["test", "--config", file, "--json", "jib"]);
    expect(JSON.parse(unknown.stdout)).toEqual({ checks: [], unknownNames: ["jib"], knownNames: ["job"] });
    expect(await run(["test", "--config", file, "jib"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no check is called jib; there are job"),
    });
  });

  test("masks what looks like a secret, and says it when a check cannot look", async () => {
    const shown = await writeConfig(server.url, { command: ["/bin/sh", "-c", "echo password=hunter2; exit 2"] });
    expect((await run(["test", "--config", shown])).stdout).not.toContain("hunter2");
    const absent = await writeConfig(server.url, { command: ["/nowhere/program"] });
    expect(await run(["test", "--config", absent])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^UNKNOWN|^DOWN/),
    });
  });
});

describe("config", () => {
  test("prints what is used, with defaults, and no secret", async () => {
    const file = await writeConfig("http://kuma:3001", { environment: { KEY: "hunter2" } });
    const { code, stdout } = await run(["config", "--config", file]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      server: { url: "http://kuma:3001", headers: {} },
      checks: [{ name: "job", environment: { KEY: "***" }, timeout: 10, tokenFile: "token" }],
    });
  });
});

describe("a config that is not named", () => {
  const checked = () => run(["check"], { CONFIGURATION_DIRECTORY: `${folder}:/other` });

  test.each(["agent.json", "agent.yaml", "agent.yml"])("is %s in the folder that systemd names first", async (name) => {
    await rename(await writeConfig(), join(folder, name));
    expect(await checked()).toMatchObject({ code: 0, stderr: "" });
  });

  test("is not guessed when there are two", async () => {
    await copyFile(await writeConfig(), join(folder, "agent.yml"));
    expect(await checked()).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "kuma-agent: there are two configs: keep one, or name one with --config: FOLDER/agent.json, FOLDER/agent.yml\n",
    });
  });

  test("is missing by its usual name", async () => {
    const { code, stderr } = await checked();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("FOLDER/agent.json") });
  });
});

describe("run and status", () => {
  test("the status has what the second server heard", async () => {
    const push = { at: "2026-01-02T03:04:05.000Z", ok: true };
    const check = {
      name: "job",
      type: "command",
      status: "up",
      message: "fine",
      since: push.at,
      lastResultAt: push.at,
      lastPush: push,
      secondLastPush: { at: push.at, ok: false, error: "HTTP 502" },
      nextPushAt: null,
    };
    const status = { version: "0.0.0", pid: process.pid, startedAt: push.at, checks: [check] };
    await writeFile(join(folder, "status.json"), JSON.stringify(status));
    expect((await run(["status"], { RUNTIME_DIRECTORY: folder })).stdout).toBe(
      [
        "UP       job  fine",
        `         pushed ${push.at}`,
        `         second server: push failed ${push.at}: HTTP 502`,
        "",
      ].join("\n"),
    );
  });

  test("nothing of a hostile status file can rewrite the terminal, as JSON neither", async () => {
    const evil = "\u001B[2J\u009B1A\u202Ex\r\nUP  spoofed\u0007";
    const at = "2026-01-01T00:00:00.000Z";
    const push = { at, ok: false, error: evil };
    const check = {
      name: evil,
      type: evil,
      status: "down",
      message: evil,
      since: at,
      lastResultAt: at,
      lastPush: push,
      secondLastPush: push,
      nextPushAt: at,
    };
    const status = {
      version: evil,
      pid: process.pid,
      startedAt: at,
      lastReload: push,
      checks: [check],
      heartbeat: check,
    };
    await writeFile(join(folder, "status.json"), JSON.stringify(status));
    const shown = await run(["status"], { RUNTIME_DIRECTORY: folder });
    const json = await run(["status", "--json"], { RUNTIME_DIRECTORY: folder });
    expect(shown.stdout).toContain("DOWN     \\u001b[2J\\u009b1A\\u202ex\\u000d\\nUP  spoofed\\u0007");
    expect(`${shown.stdout}${json.stdout}`).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202E]/u);
    expect(JSON.parse(json.stdout)).toEqual(status);
    const refused = await run([evil]);
    expect(refused.stderr).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202E]/u);
  });

  test("the log has the journal's levels, and the status is shown for people and for programs", async () => {
    const file = await writeConfig(server.url);
    const stop = new AbortController();
    const running = run(["run", "--config", file], { JOURNAL_STREAM: "8:1", RUNTIME_DIRECTORY: folder }, stop.signal);
    await server.waitFor(() => true);
    const status = join(folder, "status.json");
    await expect.poll(async () => (await run(["status", "--status-file", status])).stdout).toMatch(/pushed \d/);
    const shown = await run(["status"], { RUNTIME_DIRECTORY: folder });
    expect(shown).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^UP {7}job {2}true succeeded\n {9}pushed \d{4}-\S+Z\n$/),
      stderr: "",
    });
    const json = await run(["status", "--json", "--status-file", status]);
    expect(JSON.parse(json.stdout)).toMatchObject({ pid: process.pid, checks: [{ name: "job", status: "up" }] });

    stop.abort();
    const { code, stdout, stderr } = await running;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^<6>kuma-agent \S+: 1 check for http:\S+\n<6>job: UP: true succeeded\n$/);
    expect(stdout).not.toContain("S3cretT0ken");
  });

  test.each([
    [undefined, "the status of the agent (is it running?) cannot be read, there is no such file"],
    ["{", "the status file is of another program or version"],
    [
      '{"version":"1","pid":999999999,"startedAt":"2026-01-01T00:00:00Z","checks":[]}',
      "the agent that wrote the status does not run any more",
    ],
  ])("a status file with %j is not a running agent: 1", async (text, message) => {
    const file = join(folder, "status.json");
    if (text !== undefined) await writeFile(file, text);
    expect(await run(["status", "--status-file", file])).toEqual({
      code: 1,
      stdout: "",
      stderr: `kuma-agent: ${message}: FOLDER/status.json\n`,
    });
  });
});
