import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runAgent } from "@kumakit/agent";
import { agentConfigSchema } from "@kumakit/agent/config";
import { connect, passwordAuth, type Heartbeat, type KumaClient } from "@kumakit/client";
import { startKuma, type KumaServer } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder: string;
let stop: AbortController;
let running: Promise<void> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-agent-push-"));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await running;
  await rm(folder, { recursive: true });
});

/** Watches whether a file is there, every few seconds; each check says its own number. */
async function watch(url: string, tokens: readonly string[], interval: number): Promise<void> {
  const checks = tokens.map((token, index) => ({ token, name: `check ${index}`, tokenFile: `token${index}` }));
  for (const { token, tokenFile } of checks) await writeFile(join(folder, tokenFile), token, { mode: 0o600 });
  const config = agentConfigSchema.parse({
    version: 1,
    server: { url },
    host: "h",
    checks: checks.map(({ name, tokenFile }, index) => ({
      type: "command",
      command: ["/bin/sh", "-c", `echo "this is ${index}"; test ! -e "${folder}/broken"`],
      name,
      tokenFile,
      interval,
    })),
  });
  running = runAgent({ config, configFolder: folder, signal: stop.signal });
}

const breakIt = (): Promise<void> => writeFile(join(folder, "broken"), "");
const mendIt = (): Promise<void> => rm(join(folder, "broken"));

async function createPush(client: KumaClient, name: string, interval: number): Promise<{ id: number; token: string }> {
  const { id, pushToken } = await client.monitors.create({ type: "push", name, interval });
  if (typeof pushToken !== "string") throw new Error("a push monitor has a token");
  return { id, token: pushToken };
}

/** The states of a monitor, each once, with the words that came first. */
function changes(beats: readonly Heartbeat[]): readonly string[] {
  return beats.filter((beat, index) => beat.status !== beats[index - 1]?.status).map(({ status }) => status);
}

describe.each(kumaServers())("$label", (server) => {
  test("a monitor that was paused and is resumed raises no false DOWN", async () => {
    const interval = 20;
    const { username, password, url } = server;
    await using client = await connect({ url, auth: passwordAuth({ username, password }) });
    const { id, token } = await createPush(client, `agent-push-${process.pid}`, interval);
    try {
      await watch(url, [token], interval);
      // Versions before 2.5.0 go on with the first check of a monitor that was paused before it.
      await sleep((interval + 2) * 1000);
      await client.monitors.pause(id);
      // Longer than an interval: what the server has recorded is too old when it goes on.
      await sleep((interval + 4) * 1000);
      await client.monitors.resume(id);
      await sleep((interval + 4) * 1000);
      const beats = await client.monitors.heartbeats(id, { hours: 1 });
      expect(changes(beats)).toEqual(["up"]);
      const last = beats.at(-1)?.time.getTime() ?? 0;
      expect(Date.now() - last).toBeLessThan(interval * 1000);
    } finally {
      await client.monitors.delete(id);
    }
  }, 120_000);

  test("heartbeats of many monitors are each recorded once, at their own monitor", async () => {
    const interval = 20;
    const { username, password, url } = server;
    await using client = await connect({ url, auth: passwordAuth({ username, password }) });
    const monitors: { id: number; token: string }[] = [];
    for (let index = 0; index < 12; index += 1) {
      monitors.push(await createPush(client, `agent-heartbeats-${process.pid}-${index}`, interval));
    }
    try {
      await watch(
        url,
        monitors.map(({ token }) => token),
        interval,
      );
      // The first push, and two or three ticks, of which the first may come at once.
      await sleep(20_000);
      stop.abort();
      await running;
      for (const [index, { id }] of monitors.entries()) {
        const beats = await client.monitors.heartbeats(id, { hours: 1 });
        const told = beats.filter(({ message }) => message.includes("this is"));
        expect(told.filter(({ message }) => !message.endsWith(`this is ${index}`))).toEqual([]);
        expect(changes(told)).toEqual(["up"]);
        expect(told.length).toBeGreaterThanOrEqual(3);
        expect(told.length).toBeLessThanOrEqual(4);
      }
    } finally {
      for (const { id } of monitors) await client.monitors.delete(id);
    }
  }, 120_000);
});

/** The note on an outage that is over; a time that is not of today has its date. */
const lateOutage = / \(was down (?:\d{4}-\d\d-\d\d )?\d\d:\d\d–(?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC, reported late\)$/;

describe("a real Uptime Kuma that is killed and comes back", () => {
  let server: KumaServer;
  beforeEach(async () => {
    server = await startKuma();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function clientOf(): Promise<KumaClient> {
    const { admin, url } = server;
    return await connect({ url, ...(admin === undefined ? {} : { auth: passwordAuth(admin) }) });
  }

  test("hears of all monitors within 2 s after it answers, also of what was over by then, in order", async () => {
    const interval = 20;
    const monitors: { id: number; token: string }[] = [];
    {
      await using client = await clientOf();
      for (let index = 0; index < 8; index += 1) monitors.push(await createPush(client, `m ${index}`, interval));
    }
    await watch(
      server.url,
      monitors.map(({ token }) => token),
      interval,
    );
    await sleep(3_000);
    await server.kill();
    await breakIt();
    await sleep(12_000);
    await mendIt();
    await sleep(9_000);
    await server.start();
    const back = Date.now();
    await sleep(3_000);
    await using client = await clientOf();
    for (const { id } of monitors) {
      const beats = await client.monitors.heartbeats(id, { hours: 1 });
      expect(changes(beats)).toEqual(["up", "down", "up"]);
      const down = beats.find(({ status }) => status === "down");
      const up = beats.find(({ status, time }) => status === "up" && time > (down?.time ?? new Date()));
      expect(down?.message).toMatch(lateOutage);
      expect(up?.message).toMatch(/, after \d+ s down/);
      expect((up?.time.getTime() ?? 0) - back).toBeLessThan(2_000);
    }
  });
});
