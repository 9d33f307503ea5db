import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runAgent, type Logger } from "@kumakit/agent";
import { agentConfigSchema, agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { startFaultProxy, type FaultProxy } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prometheusText } from "../src/service/prometheus-text.ts";
import { startPushServer, type PushServer } from "./support/start-push-server.ts";

let folder: string;
let first: PushServer;
let second: PushServer;
let firstProxy: FaultProxy;
let stop: AbortController;
let running: Promise<void> | undefined;
let log: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-second-"));
  [first, second] = await Promise.all([startPushServer(), startPushServer()]);
  firstProxy = await startFaultProxy({ target: first.url });
  stop = new AbortController();
  log = [];
  for (const name of ["a", "a2", "b"]) await writeFile(join(folder, name), `T0ken-${name}`, { mode: 0o600 });
});
afterEach(async () => {
  stop.abort();
  await running?.catch(() => undefined);
  await Promise.all([firstProxy.close(), first.close(), second.close()]);
  if (log.join("\n").includes("T0ken-")) throw new Error("the log holds a token");
  await rm(folder, { recursive: true });
});

const say = (message: string): void => void log.push(message);
const logger: Logger = { debug: say, info: say, warn: say, error: say };

function start(checks: object[], extra: object = {}): string {
  const statusFile = join(folder, "status.json");
  const config = agentConfigSchema.parse({
    version: 1,
    server: { url: firstProxy.url },
    secondServer: { url: second.url },
    host: "h",
    checks,
    ...extra,
  });
  running = runAgent({ config, configFolder: folder, signal: stop.signal, logger, statusFile });
  return statusFile;
}

function job(name: string, more: object): object {
  const command = ["/bin/sh", "-c", `test ! -e "${folder}/broken"`];
  return { type: "command", name, command, interval: 6, tokenFile: name, ...more };
}

async function statusIn(file: string): Promise<AgentStatus> {
  return agentStatusSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

describe("two servers", () => {
  test("both hear of what has a token for both, the first of the rest", async () => {
    const file = start([job("a", { secondTokenFile: "a2" }), job("b", {})]);
    await Promise.all([first.waitFor(({ path }) => path.endsWith("T0ken-b")), second.waitFor(() => true)]);
    await first.waitFor(({ path }) => path.endsWith("T0ken-a"));
    await sleep(1_500);
    expect(new Set(second.pushes.map(({ path }) => path))).toEqual(new Set(["/api/push/T0ken-a2"]));
    const status = await statusIn(file);
    expect(status.checks).toMatchObject([
      { lastPush: { ok: true }, secondLastPush: { ok: true } },
      { lastPush: { ok: true } },
    ]);
    expect(status.checks[1]).not.toHaveProperty("secondLastPush");
    const metrics = prometheusText(status);
    expect(metrics).toContain('kuma_agent_push_ok{check="a",type="command"} 1');
    expect(metrics).toContain('kuma_agent_push_ok{check="a",type="command",server="second"} 1');
    expect(metrics).not.toContain('check="b",type="command",server="second"');
  });

  test.each([
    ["refuses", { kind: "refuse" }],
    ["hangs", { kind: "delay", response: 60_000 }],
  ] as const)("one that %s neither delays nor hides anything from the other", async (_how, fault) => {
    const file = start([job("a", { secondTokenFile: "a2" })]);
    await Promise.all([first.waitFor(() => true), second.waitFor(() => true)]);
    await firstProxy.set(fault);
    await writeFile(join(folder, "broken"), "");
    const down = await second.waitFor(({ status }) => status === "down", 4_000);
    const count = second.pushes.length;
    await sleep(2_300);
    // The heartbeat of the second goes on every second.
    expect(second.pushes.length - count).toBeGreaterThanOrEqual(2);
    expect(first.pushes.filter(({ status, at }) => status === "down" && at < down.at)).toEqual([]);
    // Of one that hangs nothing is known yet: its last push is the one before.
    expect((await statusIn(file)).checks[0]).toMatchObject({
      lastPush: { ok: fault.kind !== "refuse" },
      secondLastPush: { ok: true },
    });
    await firstProxy.set({ kind: "none" });
    if (fault.kind === "refuse") await first.waitFor(({ status }) => status === "down", 3_000);
  });
});

describe("a file that cannot be used at the start", () => {
  test("a missing token keeps only its own check from being pushed, is shown everywhere, and is taken when it comes", async () => {
    const heartbeat = { interval: 6, tokenFile: "b" };
    const file = start([job("gone", {}), job("a", { secondTokenFile: "a2" })], { heartbeat });
    await first.waitFor(({ path }) => path.endsWith("T0ken-a"));
    const missing = `the token file of "gone" cannot be read, there is no such file: ${join(folder, "gone")}`;
    expect(log).toContain(`not everything can be pushed: ${missing}`);
    await expect.poll(async () => (await statusIn(file)).checks[0]?.lastPush?.error).toBe(missing);
    const own = await first.waitFor(({ path, status }) => path.endsWith("T0ken-b") && status === "down");
    expect(own.message).toBe(`h: not everything can be pushed: ${missing}`);

    await writeFile(join(folder, "gone"), "T0ken-gone", { mode: 0o600 });
    await first.waitFor(({ path, status }) => path.endsWith("T0ken-gone") && status === "up");
    await first.waitFor(({ path, status, at }) => path.endsWith("T0ken-b") && status === "up" && at > own.at);
  });

  test("the second server's certificate keeps reports only from the second", async () => {
    const file = start([job("a", { secondTokenFile: "a2" })], {
      secondServer: { url: second.url, caFile: "absent.pem" },
    });
    await first.waitFor(() => true);
    await expect.poll(async () => (await statusIn(file)).checks[0]?.secondLastPush?.error).toMatch(/absent\.pem$/);
    expect(second.pushes).toEqual([]);
  });

  test("nothing is started when nothing could be pushed", async () => {
    start([job("gone", {})], { secondServer: undefined });
    await expect(running).rejects.toThrow(/the token file of "gone" cannot be read/);
  });
});

describe("the settings", () => {
  const base = { version: 1, server: { url: "http://k" }, host: "h" };
  test.each([
    [
      { ...base, checks: [job("a", { secondTokenFile: "a2" })] },
      "checks.0.secondTokenFile",
      /secondServer, which is missing/,
    ],
    [
      { ...base, secondServer: { url: "http://k2" }, checks: [job("a", {})] },
      "secondServer",
      /no check has a secondTokenFile/,
    ],
    [
      { ...base, server: { url: "http://k", proxy: { url: "http://p", username: "u" } }, checks: [job("a", {})] },
      "server.proxy.username",
      /and passwordFile belong together/,
    ],
    [
      { ...base, server: { url: "http://k", proxy: { url: "http://u:hunter2@p" } }, checks: [job("a", {})] },
      "server.proxy.url",
      /must not hold a user or password; that is what username and passwordFile are for/,
    ],
  ])("what does not fit together is refused: %j", (config, path, message) => {
    const { error } = agentConfigSchema.safeParse(config);
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
    expect(error?.issues[0]?.message).toMatch(message);
  });
});
