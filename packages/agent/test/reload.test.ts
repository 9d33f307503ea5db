import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { loadAgentSettings } from "../src/config/load-agent-config.ts";
import { recorded, startPushServer, type PushServer } from "./support/start-push-server.ts";

let folder: string;
let server: PushServer;
let stop: AbortController;
let reload: () => void;
let running: Promise<number>;
let log: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-reload-"));
  server = await startPushServer();
  stop = new AbortController();
  log = "";
});
afterEach(async () => {
  stop.abort();
  const code = await running;
  if (code !== 0 || /Token-/.test(log)) throw new Error(`it ended with ${code}, and said:\n${log}`);
  await server.close();
  await rm(folder, { recursive: true });
});

function command(name: string, script: string, settings: Record<string, unknown> = {}): Record<string, unknown> {
  const tokenFile = `${name}.token`;
  return { type: "command", name, command: ["/bin/sh", "-c", script], interval: 6, tokenFile, ...settings };
}

async function write(
  checks: readonly Record<string, unknown>[],
  settings: Record<string, unknown> = {},
): Promise<void> {
  for (const { name } of checks) {
    await writeFile(join(folder, `${String(name)}.token`), `Token-${String(name)}`, { mode: 0o600 });
  }
  const config = { version: 1, server: { url: server.url }, host: "h", checks, ...settings };
  await writeFile(join(folder, "agent.json"), JSON.stringify(config));
}

function start(): void {
  running = main(["run", "--config", join(folder, "agent.json")], {
    environment: { RUNTIME_DIRECTORY: folder },
    signal: stop.signal,
    stdout: (text) => (log += text),
    stderr: (text) => (log += text),
    loadConfig: loadAgentSettings,
    onReload: (listener) => (reload = listener),
  });
}

async function status(): Promise<AgentStatus> {
  return agentStatusSchema.parse(JSON.parse(await readFile(join(folder, "status.json"), "utf8")));
}

async function reloaded(): Promise<AgentStatus> {
  const before = (await status()).lastReload?.at;
  await sleep(5);
  reload();
  await expect.poll(async () => (await status()).lastReload?.at).not.toBe(before);
  return status();
}

/** The statuses that one monitor heard; repetitions count once. */
function changes(name: string): string[] {
  const all = server.pushes.filter(({ path }) => path === `/api/push/Token-${name}`).map((push) => String(push.status));
  return all.filter((one, index) => one !== all[index - 1]);
}

async function firstPush(name: string): Promise<void> {
  await server.waitFor(({ path }) => path === `/api/push/Token-${name}`);
}

async function settle(): Promise<void> {
  await expect
    .poll(async () => (await status().catch(() => undefined))?.checks.every(({ lastPush }) => lastPush?.ok))
    .toBe(true);
}

test("one that is left alone beats on, a new one starts at once, one that is gone falls silent", async () => {
  await write([command("kept", "echo $$"), command("gone", "echo g")]);
  start();
  await firstPush("gone");
  await firstPush("kept");
  await settle();
  const since = (await status()).checks[0]?.since;
  await write([command("kept", "echo $$"), command("new", "echo n")]);
  const after = await reloaded();
  const at = performance.now();
  await firstPush("new");
  expect(after).toMatchObject({ lastReload: { ok: true }, checks: [{ name: "kept", since }, { name: "new" }] });
  await sleep(2200);
  const later = server.pushes.filter((push) => push.at > at).map(({ path }) => path.replace("/api/push/Token-", ""));
  expect(later.filter((name) => name === "kept").length).toBeGreaterThanOrEqual(2);
  expect(later).not.toContain("gone");
  expect(log).toContain("reloaded: 2 checks (1 started, 1 stopped, 1 unchanged)");
});

test("a wrong config is refused with its place, and the old one stays in force", async () => {
  await write([command("kept", "echo fine")]);
  start();
  await firstPush("kept");
  await settle();
  await write([command("kept", "echo other", { intervall: 6 })]);
  const { lastReload, checks } = await reloaded();
  const said = /agent\.json:1:\d+: checks\[0\]\.intervall: unknown setting, did you mean "interval"\?/;
  expect(lastReload).toMatchObject({ ok: false, error: expect.stringMatching(said) });
  expect(log).toMatch(
    new RegExp(`error: the new config is wrong, the old one stays in force:\nerror: .*${said.source}`),
  );
  expect(checks).toMatchObject([{ name: "kept", message: "fine" }]);
  // A file that is missing is found out before anything changes, too.
  await write([command("kept", "echo other")]);
  await rm(join(folder, "kept.token"));
  expect((await reloaded()).lastReload).toMatchObject({
    ok: false,
    error: expect.stringContaining('the token file of "kept" cannot be read, there is no such file'),
  });
  await sleep(1200);
  expect(new Set(server.pushes.map(({ message }) => message))).toEqual(new Set(["h: fine"]));
});

test("a change of settings keeps the monitor's order: one push at a time, and no DOWN is lost or doubled", async () => {
  await write([command("job", "echo fine")]);
  start();
  await firstPush("job");
  await settle();
  server.answerWith(async (response, push) => {
    await sleep(700);
    await recorded(response, push);
  });
  await write([command("job", "echo bad; exit 2")]);
  await reloaded();
  await server.waitFor(({ status: one }) => one === "down");
  // While the DOWN is on its way the check is replaced, twice.
  await write([command("job", "echo bad; exit 2", { timeout: 3 })]);
  await reloaded();
  await write([command("job", "echo good", { timeout: 4 })]);
  await reloaded();
  const up = await server.waitFor(({ message }) => message.startsWith("h: good"));
  expect(up.message).toMatch(/^h: good, after (?:less than 1|\d+) s down$/);
  await server.untilLooked();
  expect(changes("job")).toEqual(["up", "down", "up"]);
  expect(server.mostAtOnce).toBe(1);
});

test("a storm of reloads loses nothing", async () => {
  const file = join(folder, "code");
  await writeFile(file, "0");
  const watched = command("watched", `exit $(cat ${file})`);
  await write([watched]);
  start();
  await firstPush("watched");
  await settle();
  for (let round = 0; round < 60; round += 1) {
    await write([watched, ...(round % 2 === 0 ? [command(`extra${round % 5}`, "echo e")] : [])]);
    reload();
    if (round === 30) await writeFile(file, "2");
    await sleep(Math.random() * 30);
  }
  await write([watched]);
  await reloaded();
  // That may have been the end of the one before.
  await expect.poll(async () => (await status()).checks, { timeout: 10_000 }).toHaveLength(1);
  await server.waitFor(({ status: one }) => one === "down");
  await writeFile(file, "0");
  await server.waitFor(({ message }) => message.includes("down") && message.includes("after"));
  expect(changes("watched")).toEqual(["up", "down", "up"]);
});

test("another server hears everything at once", async () => {
  await write([command("job", "echo bad; exit 2")]);
  start();
  await firstPush("job");
  await settle();
  const other = await startPushServer();
  try {
    await write([command("job", "echo bad; exit 2")], { server: { url: other.url } });
    await reloaded();
    expect(await other.waitFor(() => true, 1000)).toMatchObject({ status: "down", path: "/api/push/Token-job" });
    const { length } = server.pushes;
    await sleep(1300);
    expect(server.pushes).toHaveLength(length);
  } finally {
    await other.close();
  }
});

test("the agent's own monitor, and the metrics, come and go with the config", async () => {
  const textfile = join(folder, "kuma.prom");
  const checks = [command("good", "echo g"), command("bad", "echo 'no \"x\"'; exit 2")];
  await write(checks);
  start();
  await firstPush("bad");
  await settle();
  await writeFile(join(folder, "own.token"), "Token-own", { mode: 0o600 });
  await write(checks, { textfile, heartbeat: { interval: 6, tokenFile: "own.token" } });
  await reloaded();
  const beat = await server.waitFor(({ path }) => path === "/api/push/Token-own");
  expect(beat).toMatchObject({ status: "up", message: "h: 2 checks: 1 up, 1 down (bad)" });
  await expect
    .poll(() => readFile(textfile, "utf8").catch(() => ""), { timeout: 4000 })
    .toContain('kuma_agent_check_up{check="bad",type="command"} 0\n');
  expect(await status()).toMatchObject({ checks: [{}, {}], heartbeat: { name: "kuma-agent", status: "up" } });
  await write(checks);
  await reloaded();
  await expect.poll(() => readFile(textfile, "utf8").catch(() => "gone")).toBe("gone");
  expect((await status()).heartbeat).toBeUndefined();
});

test("drop-ins that came, changed or went are taken up; one that is wrong leaves all as it is", async () => {
  await mkdir(join(folder, "conf.d"));
  const dropIn = async (file: string, text: string): Promise<void> => writeFile(join(folder, "conf.d", file), text);
  const one = (name: string, script: string): string => JSON.stringify({ checks: [command(name, script)] });
  const names = async (): Promise<readonly string[]> => (await status()).checks.map(({ name }) => name);
  await write([command("own", "echo own")]);
  for (const name of ["web", "db"]) await writeFile(join(folder, `${name}.token`), `Token-${name}`, { mode: 0o600 });
  await dropIn("10-web.json", one("web", "echo web"));
  start();
  await firstPush("web");
  await settle();
  expect(await names()).toEqual(["own", "web"]);

  await dropIn("20-db.json", one("db", "exit 2"));
  await dropIn("10-web.json", one("web", "exit 2"));
  expect((await reloaded()).lastReload).toMatchObject({ ok: true });
  await firstPush("db");
  await expect.poll(() => changes("web")).toEqual(["up", "down"]);
  expect(await names()).toEqual(["own", "web", "db"]);

  await dropIn("20-db.json", `{ "checks": [], "host": "x" }`);
  const { lastReload } = await reloaded();
  expect(lastReload?.ok).toBe(false);
  expect(lastReload?.error?.replaceAll(folder, "")).toContain("/conf.d/20-db.json:1:17: host: unknown setting");
  expect(await names()).toEqual(["own", "web", "db"]);

  await Promise.all(["10-web.json", "20-db.json"].map((file) => rm(join(folder, "conf.d", file))));
  expect((await reloaded()).lastReload).toMatchObject({ ok: true });
  expect(await names()).toEqual(["own"]);
  expect(changes("own")).toEqual(["up"]);
});
