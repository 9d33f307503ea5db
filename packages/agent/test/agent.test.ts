import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadAgentConfig, runAgent, type Logger } from "@kumakit/agent";
import { patience } from "@kumakit/testkit";
import { agentStatusSchema, type AgentConfig } from "@kumakit/agent/config";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer, recorded, startPushServer, type PushServer } from "./support/start-push-server.ts";

const token = "T0kenOfTheMonitor";
let folder: string;
let server: PushServer;
let stop: AbortController;
let running: Promise<void> | undefined;
let log: string[];

const logger: Logger = {
  debug: (message) => void log.push(`debug ${message}`),
  info: (message) => void log.push(`info ${message}`),
  warn: (message) => void log.push(`warn ${message}`),
  error: (message) => void log.push(`error ${message}`),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-agent-"));
  server = await startPushServer();
  stop = new AbortController();
  log = [];
  await writeFile(join(folder, "token"), `${token}\n`, { mode: 0o600 });
});
afterEach(async () => {
  stop.abort();
  await running?.catch(() => undefined);
  running = undefined;
  if (log.join("\n").includes(token)) throw new Error("the log holds the token");
  await server.close();
  await rm(folder, { recursive: true });
});

function configOf(...scripts: (string | Record<string, unknown>)[]): AgentConfig {
  const checks = scripts.map((script, index) => ({
    type: "command",
    name: `check ${index + 1}`,
    interval: 6,
    tokenFile: "token",
    ...(typeof script === "string" ? { command: ["/bin/sh", "-c", script] } : script),
  }));
  return { version: 1, server: { url: server.url }, host: "tk-app3", checks: checks as AgentConfig["checks"] };
}

function start(config: AgentConfig): string {
  const statusFile = join(folder, "status.json");
  running = runAgent({ config, configFolder: folder, signal: stop.signal, logger, statusFile });
  return statusFile;
}

/** A script whose exit code stands in a file. */
function scripted(): { script: string; exitWith: (code: number) => Promise<void> } {
  const file = join(folder, "exit-code");
  return {
    script: `echo "$(cat ${file}) it is"; exit $(cat ${file})`,
    exitWith: (code) => writeFile(file, String(code)),
  };
}

test("the first push goes out at once, then one in every period", async () => {
  start(configOf("echo fine"));
  const first = await server.waitFor(() => true, 1000);
  expect(first).toMatchObject({ path: `/api/push/${token}`, status: "up", message: "tk-app3: fine" });
  expect(Number(first.ping)).toBeGreaterThan(0);
  await sleep(3600);
  // The first one, and one for each of the seconds since the phase.
  expect(server.pushes.length).toBeGreaterThanOrEqual(4);
  expect(server.pushes.length).toBeLessThanOrEqual(5);
});

test("a failure goes out with its reason and is repeated; the recovery says how long it lasted", async () => {
  const { script, exitWith } = scripted();
  await exitWith(0);
  const statusFile = start(configOf(script));
  await server.waitFor(({ status }) => status === "up");
  await exitWith(2);
  await server.waitFor(({ status }) => status === "down");
  await sleep(2200);
  const downs = server.pushes.filter(({ status }) => status === "down");
  expect(downs.length).toBeGreaterThanOrEqual(2);
  expect(new Set(downs.map(({ message }) => message))).toEqual(
    new Set(["tk-app3: 2 it is (sh ended with exit code 2)"]),
  );
  expect(agentStatusSchema.parse(JSON.parse(await readFile(statusFile, "utf8")))).toMatchObject({
    pid: process.pid,
    checks: [
      {
        name: "check 1",
        type: "command",
        status: "down",
        message: "2 it is (sh ended with exit code 2)",
        lastPush: { ok: true },
      },
    ],
  });
  await exitWith(0);
  const up = await server.waitFor(({ message }) => message.startsWith("tk-app3: 0 it is, after"));
  expect(up.message).toMatch(/^tk-app3: 0 it is, after [234] s down$/);
  expect(log).toContain("warn check 1: DOWN: 2 it is (sh ended with exit code 2)");
});

test("a check looks more often than it pushes: a change is pushed at once, and nothing else in between", async () => {
  const { script, exitWith } = scripted();
  await exitWith(0);
  const command = ["/bin/sh", "-c", script];
  start(configOf({ command, interval: 124, lookEvery: 1 }));
  await server.waitFor(({ status }) => status === "up");
  await exitWith(2);
  const changed = performance.now();
  const down = await server.waitFor(({ status }) => status === "down");
  expect(down.at - changed).toBeLessThan(patience(2_500));
  await sleep(2_200);
  // One more may come in its turn.
  expect(server.pushes.length).toBeLessThanOrEqual(3);
  await exitWith(0);
  await server.waitFor(({ message }) => message.startsWith("tk-app3: 0 it is, after"));
});

test("a check that cannot tell is DOWN only when that lasts, and keeps an earlier reason", async () => {
  const { script, exitWith } = scripted();
  await exitWith(3);
  start(configOf(script));
  const down = await server.waitFor(() => true);
  expect(down).toMatchObject({
    status: "down",
    message: "tk-app3: cannot be checked: 3 it is (sh ended with exit code 3)",
  });
  await exitWith(0);
  await server.waitFor(({ status }) => status === "up");
});

test("a slow check neither delays another nor silences its own heartbeat", async () => {
  const slow = join(folder, "slow");
  start(configOf(`[ ! -e ${slow} ] || sleep 30; echo slow`, "echo quick"));
  await server.waitFor(({ message }) => message === "tk-app3: slow");
  await writeFile(slow, "");
  await sleep(1100);
  const since = performance.now();
  await sleep(3100);
  const recent = server.pushes.filter(({ at }) => at > since).map(({ message }) => message);
  expect(recent.filter((message) => message === "tk-app3: slow").length).toBeGreaterThanOrEqual(2);
  expect(recent.filter((message) => message === "tk-app3: quick").length).toBeGreaterThanOrEqual(2);
});

test("while the server is away the fault is logged once; afterwards the present state arrives by itself", async () => {
  server.answerWith(answer(502, "<html>"));
  const statusFile = start(configOf("echo fine"));
  await server.waitFor(() => server.pushes.length >= 2);
  const lastPush = async () =>
    agentStatusSchema.parse(JSON.parse(await readFile(statusFile, "utf8"))).checks[0]?.lastPush;
  await expect.poll(lastPush, { timeout: patience(5_000) }).toMatchObject({
    ok: false,
    error: "HTTP 502: the server, or a proxy before it, is in trouble",
  });
  server.answerWith(recorded);
  await expect.poll(() => log, { timeout: patience(20_000) }).toContain("info check 1: pushing works again");
  expect(log.filter((line) => line.includes("push failed"))).toEqual([
    "warn check 1: push failed: HTTP 502: the server, or a proxy before it, is in trouble",
  ]);
});

describe("the status file", () => {
  test("can be read by everybody whatever the umask, is always whole, and goes with the agent", async () => {
    const umask = process.umask(0o077);
    try {
      const statusFile = start(configOf("echo 'password=hunter2 fine'"));
      await server.waitFor(() => true);
      const mode = async () => (await stat(statusFile)).mode & 0o777;
      await expect.poll(mode, { timeout: patience(5_000) }).toBe(0o644);
      const text = await readFile(statusFile, "utf8");
      expect(text).not.toMatch(new RegExp(`${token}|hunter2`));
      stop.abort();
      await running;
      expect((await readdir(folder)).toSorted()).toEqual(["token"]);
    } finally {
      process.umask(umask);
    }
  });

  test("a folder that is not there is said once and stops nothing", async () => {
    running = runAgent({
      config: configOf("echo fine"),
      configFolder: folder,
      signal: stop.signal,
      logger,
      statusFile: join(folder, "absent", "status.json"),
    });
    const warnings = (): readonly string[] =>
      log.filter((line) => line.startsWith("warn the status file cannot be written"));
    await server.waitFor(() => warnings().length > 0);
    const { length } = server.pushes;
    await server.waitFor(() => server.pushes.length >= length + 2);
    expect(warnings()).toHaveLength(1);
  });
});

describe("stopping", () => {
  test("nothing is pushed afterwards, and running programs end", async () => {
    start(configOf("echo fine", `echo $$ > ${folder}/pid; exec sleep 60`));
    await server.waitFor(() => true);
    const written = async () => readFile(join(folder, "pid"), "utf8");
    await expect.poll(written, { timeout: patience(5_000) }).toMatch(/^\d+\n$/);
    const pid = Number(await written());
    stop.abort();
    await running;
    const { length } = server.pushes;
    await sleep(1500);
    expect(server.pushes).toHaveLength(length);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  test("a signal that was aborted before ends it at once", async () => {
    stop.abort();
    start(configOf("echo fine"));
    await running;
    expect(server.pushes).toEqual([]);
  });
});

describe("files", () => {
  test.each([
    ["absent", /^the token file of "check 1" cannot be read, there is no such file: .*absent$/],
    [".", /^the token file of "check 1" cannot be read, it is a folder: /],
  ])("a token file %j ends it before anything starts", async (tokenFile, message) => {
    await expect(
      runAgent({ config: configOf({ command: ["/bin/true"], tokenFile }), configFolder: folder }),
    ).rejects.toMatchObject({
      name: "AgentFileError",
      code: "AGENT_FILE_UNUSABLE",
      message: expect.stringMatching(message),
    });
  });

  test.each(["", "two words", "two\nlines", "ümlaut"])(
    "a token file that holds %j is refused, without quoting it",
    async (text) => {
      await writeFile(join(folder, "token"), text);
      const started = runAgent({ config: configOf("exit 0"), configFolder: folder });
      await expect(started).rejects.toThrow(
        /^the token file of "check 1" must hold one push token and nothing else: [^\n]*token$/,
      );
    },
  );

  test("a token file that others can read is used, with a warning", async () => {
    await chmod(join(folder, "token"), 0o644);
    start(configOf("echo fine"));
    await server.waitFor(() => true);
    expect(log).toContainEqual(
      expect.stringMatching(/^warn check 1: others can read the token file .*\(mode 644\); chmod 600 it$/),
    );
  });

  test("a token file of root is given to the agent by its group, and nobody is warned", async () => {
    await chmod(join(folder, "token"), 0o640);
    start(configOf("echo fine"));
    await server.waitFor(() => true);
    const isRoots = process.getuid?.() === 0;
    expect(log.filter((line) => line.includes("others can read"))).toHaveLength(isRoots ? 0 : 1);
  });

  test("loadAgentConfig names the file, or the place in it", async () => {
    const file = join(folder, "agent.json");
    await expect(loadAgentConfig(file)).rejects.toThrow(
      `the config file cannot be read, there is no such file: ${file}`,
    );
    await writeFile(file, "{}");
    await expect(loadAgentConfig(file)).rejects.toMatchObject({
      name: "AgentConfigError",
      file,
      line: 1,
      column: 1,
      field: "version",
    });
    await writeFile(file, JSON.stringify(configOf("exit 0")));
    expect(await loadAgentConfig(file)).toEqual(configOf("exit 0"));
  });
});
