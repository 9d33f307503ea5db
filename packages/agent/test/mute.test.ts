import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { loadAgentSettings } from "../src/config/load-agent-config.ts";
import { answer, recorded, startPushServer, type PushServer } from "./support/start-push-server.ts";

let folder: string;
let server: PushServer;
let stop: AbortController;
let reload: () => void;
let running: Promise<number>;
let log: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-mute-"));
  server = await startPushServer();
  log = "";
  for (const name of ["job", "own"]) await writeFile(join(folder, name), `Token-${name}`, { mode: 0o600 });
  await says("0");
});
afterEach(async () => {
  await stopped();
  await server.close();
  await rm(folder, { recursive: true });
});

/** The finding of the check from now on: 0 is UP, 2 is DOWN. */
async function says(code: string): Promise<void> {
  await writeFile(join(folder, "code"), code);
}

async function start(settings: Record<string, unknown> = {}): Promise<void> {
  const command = ["/bin/sh", "-c", `echo code; exit $(cat ${join(folder, "code")})`];
  const job = { type: "command", name: "job", command, interval: 6, tokenFile: "job" };
  const config = { version: 1, server: { url: server.url }, host: "h", checks: [job], ...settings };
  await writeFile(join(folder, "agent.json"), JSON.stringify(config));
  stop = new AbortController();
  running = main(["run", "--config", join(folder, "agent.json")], {
    environment: { RUNTIME_DIRECTORY: folder },
    signal: stop.signal,
    stdout: (text) => (log += text),
    stderr: (text) => (log += text),
    loadConfig: loadAgentSettings,
    onReload: (listener) => (reload = listener),
  });
}

async function stopped(): Promise<void> {
  stop.abort();
  expect(await running).toBe(0);
}

/** It is written a moment later. */
async function statusWith(job: object): Promise<void> {
  await expect.poll(async () => (await status())?.checks[0], { timeout: 10_000 }).toMatchObject(job);
}

async function status(): Promise<AgentStatus | undefined> {
  const text = await readFile(join(folder, "status.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : agentStatusSchema.parse(JSON.parse(text));
}

async function reloaded(): Promise<void> {
  await expect.poll(status, { timeout: 10_000 }).toBeDefined();
  const before = (await status())?.lastReload?.at;
  await sleep(5);
  reload();
  await expect.poll(async () => (await status())?.lastReload?.at, { timeout: 10_000 }).not.toBe(before);
}

/** Writes the mutes as `kuma-agent mute` does. */
async function mute(ms: number, { check = "job", since = Date.now(), reason = "deploy" } = {}): Promise<void> {
  const [from, until] = [since, since + ms].map((time) => new Date(time).toISOString());
  const text = JSON.stringify({ version: 1, mutes: [{ check, since: from, until, reason }] });
  await writeFile(join(folder, "mutes.json"), text);
}

/** The statuses that a monitor has heard since the beginning; repetitions count once. */
function changes(name = "job"): string[] {
  const all = server.pushes.filter(({ path }) => path === `/api/push/Token-${name}`).map((push) => String(push.status));
  return all.filter((one, index) => one !== all[index - 1]);
}

function pushed(match: RegExp) {
  return server.waitFor(({ message }) => match.test(message));
}

const until = String.raw`muted until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(deploy\)`;

test("a check that goes DOWN while it is muted beats on as UP, and is DOWN at once when that is over", async () => {
  await start();
  await pushed(/^h: code$/);
  await mute(60_000);
  await reloaded();
  await pushed(new RegExp(`^h: ${until}: code$`));
  await statusWith({ status: "up", muted: { reason: "deploy" } });
  await says("2");
  const hidden = await pushed(new RegExp(`^h: ${until}: is DOWN: code`));
  expect(hidden.status).toBe("up");
  await statusWith({ status: "down", muted: { reason: "deploy" } });
  const began = Date.now();
  await mute(2_000);
  await reloaded();
  const down = await server.waitFor(({ status: heard }) => heard === "down");
  expect(Date.now() - began).toBeGreaterThanOrEqual(2_000);
  expect(down.message).toMatch(/^h: code/);
  await expect.poll(async () => (await status())?.checks[0]?.muted).toBeUndefined();
  expect(changes()).toEqual(["up", "down"]);
  expect(log).toMatch(/job: muted until .*\n(?:.*\n)*.*job: the mute has ended/);
});

test("one that is DOWN when it is muted is UP until the mute is taken away", async () => {
  await says("2");
  await start();
  await server.waitFor(({ status: heard }) => heard === "down");
  await mute(60_000);
  await reloaded();
  await pushed(new RegExp(`^h: ${until}: is DOWN: code`));
  await server.untilLooked();
  expect(changes()).toEqual(["down", "up"]);
  await rm(join(folder, "mutes.json"));
  await reloaded();
  await server.waitFor(({ at, status: heard }) => heard === "down" && at > (server.pushes[1]?.at ?? 0));
  expect(changes()).toEqual(["down", "up", "down"]);
  expect(log).toContain("job: muted no more");
});

test("a mute outlasts a restart", async () => {
  await says("2");
  await mute(60_000);
  await start();
  await pushed(new RegExp(`^h: ${until}: is DOWN: code`));
  await stopped();
  await start();
  await server.untilLooked();
  expect(changes()).toEqual(["up"]);
});

test("a DOWN of before that the server has not taken is not sent any more", async () => {
  await start();
  await pushed(/^h: code$/);
  server.answerWith(answer(502, "away"));
  await says("2");
  await server.waitFor(({ status: heard }) => heard === "down");
  await mute(60_000);
  await reloaded();
  // The one that was on its way has ended by now.
  await server.untilLooked();
  const { length } = server.pushes;
  server.answerWith(recorded);
  await server.untilLooked();
  const later = server.pushes.slice(length).map((push) => push.status);
  expect([...new Set(later)]).toEqual(["up"]);
});

test("the agent's own monitor is muted by its name", async () => {
  await mute(60_000, { check: "kuma-agent" });
  await start({ heartbeat: { interval: 6, tokenFile: "own" } });
  const beat = await server.waitFor(({ path }) => path === "/api/push/Token-own");
  expect(beat.message).toMatch(new RegExp(`^h: ${until}: 1 check: `));
  await mute(60_000);
  await reloaded();
  await pushed(/^h: 1 check: 1 up; 1 muted$/);
});

test.each([
  [
    "that is broken",
    () => writeFile(join(folder, "mutes.json"), "{}"),
    /nothing is muted: the list of muted checks is/,
  ],
  ["that has ended", () => mute(1_000, { since: Date.now() - 60_000 }), /1 check for/],
  [
    "of a time to come, on a host whose clock is behind",
    () => mute(5_000, { since: Date.now() + 3_600_000 }),
    /1 check/,
  ],
])("a mute %s mutes nothing", async (_name, write, said) => {
  await says("2");
  await write();
  await start();
  await server.waitFor(({ status: heard }) => heard === "down");
  expect(log).toMatch(said);
  await statusWith({ status: "down" });
  expect((await status())?.checks[0]?.muted).toBeUndefined();
});
