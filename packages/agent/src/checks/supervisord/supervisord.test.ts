import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, Server as HttpServer } from "node:http";
import { createServer as createRawServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CheckResult } from "../check.ts";
import { supervisordCheck } from "./settings.ts";
import { startSupervisord } from "./start.ts";
import { parseAgentConfig } from "../../config/index.ts";
import { allProcessInfo, unknownMethod } from "../../../test/support/recorded-replies.ts";

let folder: string;
let socket: string;
let stop: AbortController;
const servers: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-supervisord-"));
  socket = join(folder, "s.sock");
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  for (const server of servers.splice(0)) {
    if (server instanceof HttpServer) server.closeAllConnections();
    await new Promise((done) => void server.close(done));
  }
  await rm(folder, { recursive: true });
});

async function listen<Kind extends Server>(server: Kind, at: string | number): Promise<Kind> {
  servers.push(server);
  await new Promise<void>((done) => {
    if (typeof at === "string") server.listen(at, done);
    else server.listen(at, "127.0.0.1", done);
  });
  return server;
}

const serve = (listener: RequestListener): Promise<HttpServer> => listen(createServer(listener), socket);

function start(settings: Record<string, unknown> = {}, report: (result: CheckResult) => void = () => undefined) {
  const config = { type: "supervisord", name: "n", interval: 60, tokenFile: "t", serverUrl: `unix://${socket}` };
  const units = () => {
    throw new Error("supervisord needs no units");
  };
  const onEnd = (): void => undefined;
  const context = { signal: stop.signal, onEnd, bootGraceUntil: 0, configFolder: folder, report, units };
  return startSupervisord(supervisordCheck.settings.parse({ ...config, ...settings }), context);
}

const look = async (settings?: Record<string, unknown>): Promise<CheckResult> => await start(settings).look();

const nineTimes = "2 of 9 programs: absent FATAL can't find command '/does/not/exist'; broken EXITED exit status 7";

test("asks for all programs by POST, over one connection that is kept", async () => {
  const asked: string[] = [];
  let connections = 0;
  const server = await serve((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["content-type"]}`);
    response.end(allProcessInfo);
  });
  server.on("connection", () => (connections += 1));
  const check = start({ pollEvery: 0.2 });
  expect(await check.look()).toMatchObject({ status: "down", message: nineTimes });
  await expect.poll(() => asked.length, { timeout: patience(5_000) }).toBeGreaterThanOrEqual(4);
  expect(new Set(asked)).toEqual(new Set(["POST /RPC2 text/xml"]));
  expect(connections).toBe(1);
  stop.abort();
  // A question may be under way.
  await sleep(300);
  const { length } = asked;
  await sleep(500);
  expect(asked).toHaveLength(length);
});

test("reports by itself what is new, once", async () => {
  let reply = allProcessInfo.replaceAll("<int>200</int>", "<int>20</int>").replace("Bad exit code 7", "");
  let asked = 0;
  await serve((_request, response) => {
    asked += 1;
    response.end(reply);
  });
  const untilAsked = async (times: number) => {
    const before = asked;
    await expect.poll(() => asked, { timeout: patience(5_000) }).toBeGreaterThanOrEqual(before + times);
  };
  const results: string[] = [];
  const check = start({ pollEvery: 0.2 }, ({ status, message }) => results.push(`${status} ${message}`));
  expect(await check.look()).toMatchObject({ status: "pending" });
  await untilAsked(2);
  reply = allProcessInfo;
  // The last of them comes after two answers with the news.
  await untilAsked(3);
  expect(results).toEqual([`down ${nineTimes}`]);
});

test("sees every change between replies that differ in little", async () => {
  const replies = [
    allProcessInfo,
    allProcessInfo.replaceAll(/uptime [0-9:]+/g, "uptime 9:59:59"),
    allProcessInfo.replace("<int>20</int>", "<int>200</int>"),
    unknownMethod,
    allProcessInfo,
  ];
  await serve((_request, response) => response.end(replies.shift()));
  const check = start({ pollEvery: 60, programs: ["web", "broken"] });
  const told: string[] = [];
  while (replies.length > 0) told.push((await check.look()).message);
  const [broken, both] = [
    "1 of 2 programs: broken EXITED exit status 7",
    "2 of 2 programs: broken EXITED exit status 7",
  ];
  expect(told).toEqual([
    broken,
    broken,
    `${both}; web FATAL`,
    expect.stringContaining("[rpcinterface:supervisor]"),
    broken,
  ]);
});

test("a look and a poll that share an answer tell a death, and its end only with the next answer", async () => {
  const alive = allProcessInfo.replaceAll("<int>200</int>", "<int>20</int>").replace("Bad exit code 7", "");
  const again = alive.replace("<int>11195</int>", "<int>11200</int>");
  const log = [
    "2026-11-22 15:12:46,794 WARN exited: web (terminated by SIGKILL; not expected)",
    "2026-11-22 15:12:46,864 INFO spawned: 'web' with pid 11200",
  ].join("\n");
  const value = `<methodResponse><params><param><value>${log}</value></param></params></methodResponse>`;
  let reply = alive;
  await serve((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (body.includes("readLog")) response.end(value);
      else setTimeout(() => response.end(reply), 300);
    });
  });
  const results: string[] = [];
  const check = start({ pollEvery: 0.2, programs: ["web"] }, ({ status }) => results.push(status));
  expect(await check.look()).toMatchObject({ status: "up", message: "web is RUNNING" });
  reply = again;
  // The poll has asked after 200 ms and is answered after 500: this look shares its answer.
  await sleep(300);
  expect(await check.look()).toMatchObject({
    status: "down",
    message: "web died (terminated by SIGKILL), restarted by supervisord",
  });
  await sleep(100);
  expect(results).not.toContain("up");
  // It has to last for 5 s.
  await sleep(6500);
  expect(results.at(-1)).toBe("up");
}, 15_000);

describe("what is not supervisord, or does not let us in, says nothing of the programs", () => {
  test.each<[string, RequestListener, string]>([
    ["a page", (_request, response) => response.end("<html>"), "is not supervisord: <methodResponse> is missing"],
    ["nothing", (_request, response) => response.end(), "is not supervisord: <methodResponse> is missing"],
    ["404", (_request, response) => response.writeHead(404).end("no"), "is not supervisord: HTTP 404"],
    [
      "a redirect",
      (_request, response) => response.writeHead(302, { location: "/" }).end(),
      "is not supervisord: HTTP 302",
    ],
    ["401", (_request, response) => response.writeHead(401).end(), `asks who is there: set "login"`],
    [
      "no interface",
      (_request, response) => response.end(unknownMethod),
      "its config lacks the section [rpcinterface:supervisor]",
    ],
    ["half a reply", (_request, response) => response.end(allProcessInfo.slice(0, 4000)), "is not supervisord: "],
    [
      "another fault",
      (_request, response) => response.end(unknownMethod.replace("<int>1<", "<int>70<")),
      "answered with fault 70: UNKNOWN_METHOD",
    ],
    ["10 MB", (_request, response) => response.end("x".repeat(10_000_000)), "the answer is too long"],
  ])("%s", async (_name, listener, message) => {
    await serve(listener);
    const result = await look();
    expect(result.status).toBe("noData");
    expect(result.message).toContain(message);
    expect(result.message).toContain(socket);
  });

  test("something that speaks no HTTP", async () => {
    await listen(
      createRawServer((connection) => connection.resume().end("220 smtp ready\r\n")),
      socket,
    );
    expect(await look()).toEqual({
      status: "noData",
      message: `what answers at ${socket} is not supervisord: it speaks no HTTP`,
    });
  });
});

describe("a supervisord that does not answer", () => {
  test("was never there: DOWN after downAfter, as it may be restarted together with the agent", async () => {
    const message = `supervisord is not running: there is no socket ${socket}`;
    expect(await look()).toEqual({ status: "pending", message });
    expect(await look({ downAfter: 0 })).toEqual({ status: "down", message });
  });

  test("is shutting down: that settles", async () => {
    await serve((_request, response) => response.end(unknownMethod.replace("<int>1<", "<int>6<")));
    expect(await look()).toEqual({ status: "pending", message: "supervisord is shutting down" });
  });

  test("takes the question and keeps silent: that settles, for a while", async () => {
    await serve(() => undefined);
    const startedAt = performance.now();
    const result = await look({ pollEvery: 60 });
    expect(result).toEqual({ status: "pending", message: `supervisord does not answer at ${socket}` });
    expect(performance.now() - startedAt).toBeLessThan(7000);
  });

  test("goes while we look: the report comes without waiting for the next question", async () => {
    const server = await serve((_request, response) => response.end(allProcessInfo));
    const results: CheckResult[] = [];
    const check = start({ pollEvery: 30, downAfter: 0 }, (result) => results.push(result));
    await check.look();
    server.closeAllConnections();
    await new Promise((done) => void server.close(done));
    servers.length = 0;
    const down = { status: "down", message: `supervisord is not running: there is no socket ${socket}` };
    await expect.poll(() => results, { timeout: patience(5_000) }).toEqual([down]);
  });
});

describe("a password", () => {
  async function guarded(): Promise<string> {
    const right = `Basic ${Buffer.from("kuma:s3cret pass:word").toString("base64")}`;
    const server = await listen(
      createServer((request, response) => {
        if (request.headers.authorization === right) response.end(allProcessInfo);
        else response.writeHead(401).end();
      }),
      0,
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("is read from a file beside the config, and again when it was wrong", async () => {
    const serverUrl = await guarded();
    const check = start({ serverUrl, login: { username: "kuma", passwordFile: "password" } });
    expect(await check.look()).toMatchObject({
      status: "noData",
      message: `supervisord's password file cannot be read, there is no such file: ${join(folder, "password")}`,
    });
    await writeFile(join(folder, "password"), "wrong-one");
    const refused = await check.look();
    expect(refused.message).toMatch(/does not accept the user and password of "login"$/);
    expect(JSON.stringify(refused)).not.toContain("wrong-one");
    await writeFile(join(folder, "password"), "s3cret pass:word\n");
    expect(await check.look()).toMatchObject({ status: "down", message: nineTimes });
  });
});

describe("the settings", () => {
  const configOf = (check: Record<string, unknown>): string =>
    JSON.stringify({
      version: 1,
      server: { url: "http://kuma" },
      host: "h",
      checks: [{ type: "supervisord", name: "n", interval: 60, tokenFile: "t", ...check }],
    });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ program: ["web"] }, /unknown setting, did you mean "programs"\?/],
    [{ programs: [] }, /name at least one program, or leave it out/],
    [{ programs: ["*"] }, /must be a program, group:program or group:\*/],
    [{ serverUrl: "https://x" }, /must be unix:\/\/\/path\/of\/the\.sock or http:\/\/host:port/],
    [{ serverUrl: "http://kuma:secret@x:9001" }, /without a user or password in it/],
    [{ serverUrl: "unix://relative.sock" }, /must be unix:/],
    [{ login: { username: "a:b", passwordFile: "p" } }, /must not contain a colon/],
    [{ login: { username: "a", password: "p" } }, /login\.passwordFile: is missing/],
    [{ login: { usernam: "a", passwordFile: "p" } }, /login\.usernam: unknown setting, did you mean "username"\?/],
    [{ login: { x: 1 } }, /login\.x: unknown setting; known here: username, passwordFile/],
    [{ pollEvery: 0 }, /must be at least 0\.2/],
    [{ startingTooLong: "a while" }, /is not a duration: write it like 30, 90s or 5 min/],
  ])("%j is refused, and no password is quoted", (check, message) => {
    let text = "";
    try {
      parseAgentConfig(configOf(check), { file: "agent.json" });
    } catch (error) {
      text = (error as Error).message;
    }
    expect(text).toMatch(message);
    expect(text).not.toContain("secret");
  });

  test("the examples of the guide are right", async () => {
    const guide = await readFile(new URL("../../../../../docs/supervisord.md", import.meta.url), "utf8");
    const examples = [...guide.matchAll(/```(?:json|yaml)\n([^]*?)```/g)].map(([, text = ""]) => text);
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const example of examples) {
      const { checks } = parseAgentConfig(example, { file: "docs/supervisord.md" });
      expect(checks.every(({ type }) => type === "supervisord" || type === "systemd")).toBe(true);
    }
  });
});
