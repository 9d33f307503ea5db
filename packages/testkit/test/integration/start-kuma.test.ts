import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startAlertSink, startKuma, type KumaServer } from "@kumakit/testkit";
import { startStarter } from "../starters/start-starter.ts";

function isRunning(pid: string | number | undefined): boolean {
  return existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
}

async function metricsStatus({ url, admin }: KumaServer): Promise<number> {
  const basic = Buffer.from(`${admin?.username}:${admin?.password}`).toString("base64");
  return (await fetch(`${url}/metrics`, { headers: { Authorization: `Basic ${basic}` } })).status;
}

describe("a started Uptime Kuma", () => {
  let kuma: KumaServer;

  beforeAll(async () => {
    kuma = await startKuma();
  });

  afterAll(async () => {
    await kuma[Symbol.asyncDispose]();
  });

  test("is the npm release, with an admin", async () => {
    expect(kuma).toMatchObject({ version: "2.0.0-dev.0", label: "npm 2.0.0-dev.0" });
    expect(new URL(kuma.url).hostname).toBe("127.0.0.1");
    expect(await metricsStatus(kuma)).toBe(200);
  });

  test("does not reach for the world, and will not try again", async () => {
    expect(kuma.log()).toContain("Failed to check for new versions");
    const environment = readFileSync(`/proc/${kuma.pid}/environ`, "utf8").split("\0");
    expect(environment).toContain("HTTPS_PROXY=http://127.0.0.1:9");
    await kuma.kill();
    const before = kuma.log().length;
    await kuma.start();
    await expect.poll(() => kuma.log().slice(before)).toContain("Listening on 127.0.0.1");
    expect(kuma.log().slice(before)).not.toContain("check for new versions");
  });

  test("is killed, and comes back on the same port with its data", async () => {
    const { pid } = kuma;
    await kuma.kill();
    expect(kuma.pid).toBeUndefined();
    expect(isRunning(pid)).toBe(false);
    await expect(fetch(kuma.url)).rejects.toThrow("fetch failed");
    await kuma.start();
    expect(kuma.pid).not.toBe(pid);
    expect(await metricsStatus(kuma)).toBe(200);
  });

  test("is stopped in an orderly way, and comes back with its data", async () => {
    await kuma.stop();
    expect(kuma.log()).toContain("Graceful shutdown successful");
    expect(kuma.pid).toBeUndefined();
    await kuma.start();
    expect(await metricsStatus(kuma)).toBe(200);
  });

  test("is not started twice", async () => {
    await expect(kuma.start()).rejects.toThrow(`${kuma.label} at ${kuma.url} is running already`);
  });
});

describe("starting an Uptime Kuma", () => {
  test("without an admin leaves it at its first-run setup", async () => {
    await using kuma = await startKuma({ admin: false });
    expect(kuma.admin).toBeUndefined();
    expect(kuma.log()).toContain("No user, need setup");
    expect((await fetch(`${kuma.url}/metrics`)).status).toBe(401);
  });

  test("keeps a data folder that was given, and finds its data in there again", async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), "kumakit-data-"));
    const admin = { username: "ann", password: "correct-horse-1" };
    const first = await startKuma({ dataFolder, admin });
    await first[Symbol.asyncDispose]();
    expect(existsSync(path.join(dataFolder, "kuma.db"))).toBe(true);
    await using second = await startKuma({ dataFolder, admin });
    expect(await metricsStatus(second)).toBe(200);
    await second.kill();
    await rm(dataFolder, { recursive: true });
  });

  test("on a port that is taken does not mistake the other server for its own", async () => {
    await using other = await startAlertSink();
    const port = Number(new URL(other.url).port);
    await expect(startKuma({ port })).rejects.toThrow(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
  });

  test("of a folder that holds none says what is missing", async () => {
    const empty = await mkdtemp(path.join(tmpdir(), "kumakit-empty-"));
    await expect(startKuma({ checkout: empty })).rejects.toThrow(
      `${empty} is no Uptime Kuma that could be started: it has no server/server.js`,
    );
    await rm(empty, { recursive: true });
  });

  test("that cannot start shows its log and leaves nothing behind", async () => {
    const temp = await mkdtemp(path.join(tmpdir(), "kumakit-failing-"));
    vi.stubEnv("TMPDIR", temp);
    const failing = startKuma({ env: { NODE_OPTIONS: "--require=/no/such/module" } });
    await expect(failing).rejects.toThrow(/ended while it started \(npm 2\.0\.0-dev\.0\)[^]*Cannot find module/u);
    vi.unstubAllEnvs();
    expect(readdirSync(temp)).toStrictEqual([]);
    await rm(temp, { recursive: true });
  });

  test("ends with its starter, when that is killed, and leaves nothing behind", async () => {
    const { running, words } = await startStarter("start-kuma.ts", process.env);
    const [pid = "", dataFolder = ""] = words;
    expect(isRunning(pid)).toBe(true);
    process.kill(running.pid, "SIGKILL");
    await running.finished;
    const left = (): unknown => [isRunning(pid), existsSync(path.dirname(dataFolder))];
    await expect.poll(left, { timeout: 10_000 }).toStrictEqual([false, false]);
  });
});
