import { readFile } from "node:fs/promises";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GiveUp } from "../../src/push/give-up.ts";
import { createPushClient, type PushClientOptions } from "../../src/push/push-client.ts";
import type { PushOutcome } from "../../src/push/push-outcome.ts";
import { answer, recorded, startPushServer, type PushServer } from "../support/start-push-server.ts";

const token = "S3cretT0kenOfTheMonitor";
let server: PushServer;
const cleanUp: (() => void)[] = [];

beforeEach(async () => {
  server = await startPushServer();
});
afterEach(async () => {
  for (const step of cleanUp.splice(0)) step();
  await server.close();
});

async function listen(listener: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  cleanUp.push(() => listener.close());
  return (listener.address() as AddressInfo).port;
}

async function pushOnce(options: Partial<PushClientOptions> = {}, timeoutMs = 5_000): Promise<PushOutcome> {
  const client = createPushClient({ url: server.url, ...options });
  cleanUp.push(() => client.close());
  const outcome = await client.push({
    token,
    beat: { status: "down", message: "why", ping: 12.4 },
    limits: { timeoutMs },
  });
  expect(JSON.stringify(outcome)).not.toContain(token);
  return outcome;
}

describe("what is sent", () => {
  test("a GET with everything in the query", async () => {
    expect(await pushOnce({ headers: { "X-Gate": "open" } })).toEqual({ ok: true });
    expect(server.pushes).toMatchObject([
      { path: `/api/push/${token}`, status: "down", message: "why", ping: "12", headers: { "x-gate": "open" } },
    ]);
  });

  test.each(["", "/", "/base", "/base/"])("a base path of %j is kept, and no slash stands at the end", async (path) => {
    await pushOnce({ url: `${server.url}${path}` });
    expect(server.pushes[0]?.path).toBe(`${path.replace(/\/$/, "")}/api/push/${token}`);
  });

  test("a header of one's own goes in place of the usual one, the host's too", async () => {
    await pushOnce({ headers: { host: "kuma.example", "User-Agent": "mine" } });
    expect(server.pushes[0]?.headers).toMatchObject({ host: "kuma.example" });
    expect(server.pushes[0]?.headers["user-agent"]).toContain("mine");
  });

  test("a header that cannot be sent fails the push, and nothing is left waiting", async () => {
    const startedAt = performance.now();
    expect(await pushOnce({ headers: { "X-Gate": "open\nX-Other: 1" } })).toMatchObject({ ok: false });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(server.pushes).toEqual([]);
  });

  test("hostile text arrives as it is", async () => {
    const message = `a&status=up #x ?y %41 +1 "q" 'r' \\ $(reboot) \`id\` 🐕 日本`;
    const client = createPushClient({ url: server.url });
    cleanUp.push(() => client.close());
    await client.push({ token: "to/k?en#%", beat: { status: "up", message }, limits: { timeoutMs: 5_000 } });
    expect(server.pushes).toMatchObject([{ path: "/api/push/to%2Fk%3Fen%23%25", status: "up", message, ping: null }]);
  });
});

describe("what an answer means", () => {
  test.each<[number, string, Record<string, string>, object]>([
    [200, '{"ok":true}', {}, { ok: true }],
    [
      200,
      "<!DOCTYPE html><title>Uptime Kuma</title>",
      { "content-type": "text/html" },
      { kind: "not-the-push-endpoint" },
    ],
    [200, '{"ok":"true"}', {}, { kind: "refused-by-server" }],
    [200, "", {}, { kind: "not-the-push-endpoint" }],
    [
      404,
      '{"ok":false,"msg":"Monitor not found or not active."}',
      {},
      {
        kind: "monitor-not-found",
        message: "the server knows no active monitor with this token; it was paused or deleted, or the token is wrong",
      },
    ],
    [
      404,
      `{"ok":false,"msg":"SQLITE_BUSY at ${token}"}`,
      {},
      { kind: "refused-by-server", message: "the server did not record it: SQLITE_BUSY at ***" },
    ],
    [404, "<html>Not Found</html>", {}, { kind: "not-the-push-endpoint" }],
    [
      403,
      "no",
      {},
      {
        kind: "not-the-push-endpoint",
        message: "HTTP 403: something before the server asks for a login; see server.headers",
      },
    ],
    [413, "", {}, { kind: "too-large" }],
    [431, "", {}, { kind: "too-large" }],
    [429, "", { "retry-after": "7" }, { kind: "rate-limited", retryAfterMs: 7000 }],
    [503, "", {}, { kind: "server-error" }],
    [502, "<html>Bad Gateway</html>", {}, { kind: "server-error" }],
    [
      301,
      "",
      { location: `https://other.example/api/push/${token}` },
      { kind: "redirected", message: "HTTP 301: the server sends elsewhere; set server.url to https://other.example" },
    ],
    [204, "", {}, { kind: "not-the-push-endpoint" }],
  ])("HTTP %d %j", async (status, body, ...[headers, expected]) => {
    server.answerWith(answer(status, body, headers));
    expect(await pushOnce()).toMatchObject(expected);
    // The queue retries, as only it knows the newest state; the client never does.
    expect(server.pushes).toHaveLength(1);
  });
});

test.each([413, 431])("what is too large (%d) is sent again at once, shorter", async (status) => {
  server.answerWith((response, push) =>
    (Buffer.byteLength(push.message) > 100 ? answer(status, "") : recorded)(response, push),
  );
  const client = createPushClient({ url: server.url });
  cleanUp.push(() => client.close());
  const message = "🐕 why ".repeat(100);
  expect(await client.push({ token, beat: { status: "down", message }, limits: { timeoutMs: 5_000 } })).toEqual({
    ok: true,
  });
  expect(server.pushes.map((push) => push.message.length < 300)).toEqual([false, true, true]);
  expect(server.pushes.at(-1)).toMatchObject({ status: "down", message: expect.stringMatching(/^🐕 why 🐕 .*…$/u) });
  server.answerWith(answer(status, ""));
  expect(await client.push({ token, beat: { status: "down", message }, limits: { timeoutMs: 5_000 } })).toMatchObject({
    kind: "too-large",
  });
  expect(server.pushes).toHaveLength(6);
});

test("a redirect is not followed, its base path is named, and another page only by its origin", async () => {
  const told = async (location: string): Promise<unknown> => {
    server.answerWith(answer(302, "", { location }));
    const outcome = await pushOnce();
    return outcome.ok ? undefined : outcome.message;
  };
  expect(await told(`https://kuma.example/status/api/push/${token}?status=up`)).toBe(
    "HTTP 302: the server sends elsewhere; set server.url to https://kuma.example/status",
  );
  expect(await told(`https://sso.example/login?next=${token}`)).toBe(
    "HTTP 302: the server sends elsewhere, to https://sso.example; set server.url to where it really is",
  );
  expect(server.pushes).toHaveLength(2);
});

test("a server with an IPv6 address only is reached", async () => {
  const listener = createHttpServer((_request, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => {
    listener.listen({ port: 0, host: "::1", ipv6Only: true }, resolve);
  });
  cleanUp.push(() => listener.close());
  const { port } = listener.address() as AddressInfo;
  expect(await pushOnce({ url: `http://[::1]:${port}` })).toEqual({ ok: true });
});

describe("when nothing answers", () => {
  test("a refused connection", async () => {
    const closed = createTcpServer();
    const port = await listen(closed);
    closed.close();
    expect(await pushOnce({ url: `http://localhost:${port}` })).toMatchObject({ kind: "connection-refused" });
  });

  test("a name that does not exist", async () => {
    expect(await pushOnce({ url: "http://nobody.invalid" })).toMatchObject({ kind: "dns" });
  });

  test("a connection that is cut before, and in the middle of, the answer", async () => {
    server.answerWith((response) => void response.socket?.destroy());
    expect(await pushOnce()).toMatchObject({ kind: "connection-lost" });
    server.answerWith((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"ok":', () => response.socket?.destroy());
    });
    expect(await pushOnce()).toMatchObject({ kind: "connection-lost" });
  });

  test("something that does not speak HTTP", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
    expect(await pushOnce({ url: `http://127.0.0.1:${port}` })).toMatchObject({ kind: "not-the-push-endpoint" });
  });

  test("an answer that does not come in time, or comes in drops", async () => {
    server.answerWith(() => undefined);
    expect(await pushOnce({}, 200)).toMatchObject({ kind: "timeout" });
    server.answerWith(async (response) => {
      for (let index = 0; index < 50 && !response.destroyed; index += 1) {
        response.write(" ");
        await sleep(50);
      }
    });
    expect(await pushOnce({}, 300)).toMatchObject({ kind: "timeout" });
  });

  test("the agent stops meanwhile", async () => {
    server.answerWith(() => undefined);
    const client = createPushClient({ url: server.url });
    cleanUp.push(() => client.close());
    const giveUp = new GiveUp();
    setTimeout(() => giveUp.call(), 100);
    const outcome = await client.push({
      token,
      beat: { status: "up", message: "m" },
      limits: { timeoutMs: 5_000, giveUp },
    });
    expect(outcome).toMatchObject({ kind: "stopped" });
  });
});

test("a connection is kept, and one that the server closed meanwhile is replaced without a failure", async () => {
  const sockets = new Set<unknown>();
  server.answerWith((response, push) => {
    sockets.add(response.socket);
    return recorded(response, push);
  });
  const client = createPushClient({ url: server.url });
  cleanUp.push(() => client.close());
  const request = { token, beat: { status: "up", message: "m" }, limits: { timeoutMs: 5_000 } } as const;
  for (let round = 0; round < 3; round += 1) expect(await client.push(request)).toEqual({ ok: true });
  expect(sockets.size).toBe(1);

  server.answerWith((response) => {
    // Closed at the very moment it is used again.
    response.socket?.destroy();
    server.answerWith(recorded);
  });
  expect(await client.push(request)).toEqual({ ok: true });
});

test("after a failure the next push takes a new connection: the server behind the old one may be about to go", async () => {
  const sockets = new Set<unknown>();
  server.answerWith((response) => {
    sockets.add(response.socket);
    response.writeHead(404).end("Migration is in progress");
  });
  const client = createPushClient({ url: server.url });
  cleanUp.push(() => client.close());
  const request = { token, beat: { status: "up", message: "m" }, limits: { timeoutMs: 5_000 } } as const;
  for (let round = 0; round < 3; round += 1) {
    expect(await client.push(request)).toMatchObject({ kind: "not-the-push-endpoint" });
  }
  expect(sockets.size).toBe(3);
});

test("pushes that the server holds while it notifies people do not hold up heartbeats", async () => {
  const held: ServerResponse[] = [];
  server.answerWith((response, push) => (push.status === "down" ? void held.push(response) : recorded(response, push)));
  const client = createPushClient({ url: server.url });
  cleanUp.push(() => client.close());
  const changes = Array.from({ length: 12 }, () =>
    client.push({ token, beat: { status: "down", message: "why" }, limits: { timeoutMs: 10_000 } }),
  );
  await expect.poll(() => held.length).toBe(12);
  expect(await client.push({ token, beat: { status: "up", message: "m" }, limits: { timeoutMs: 1_000 } })).toEqual({
    ok: true,
  });
  for (const response of held) response.end('{"ok":true}');
  expect(await Promise.all(changes)).toEqual(changes.map(() => ({ ok: true })));
});

describe("TLS", () => {
  async function startTls(): Promise<string> {
    const [key, cert] = await Promise.all(
      ["localhost-key.pem", "localhost-cert.pem"].map((name) =>
        readFile(new URL(`../fixtures/${name}`, import.meta.url)),
      ),
    );
    const port = await listen(createHttpsServer({ key, cert }, (_request, response) => response.end('{"ok":true}')));
    return `https://localhost:${port}`;
  }

  test("a certificate that nobody vouches for is refused, with its reason", async () => {
    expect(await pushOnce({ url: await startTls() })).toMatchObject({
      kind: "tls",
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
    });
  });

  test("it is accepted with its authority, or when asked to accept anything", async () => {
    const url = await startTls();
    const ca = await readFile(new URL("../fixtures/localhost-cert.pem", import.meta.url), "utf8");
    expect(await pushOnce({ url, ca })).toEqual({ ok: true });
    expect(await pushOnce({ url, insecure: true })).toEqual({ ok: true });
    // The authority does not vouch for another name.
    expect(await pushOnce({ url: url.replace("localhost", "[::ffff:127.0.0.1]"), ca })).toMatchObject({ kind: "tls" });
  });

  test("https to a server that speaks http is reported as TLS", async () => {
    expect(await pushOnce({ url: server.url.replace("http:", "https:") })).toMatchObject({ kind: "tls" });
  });
});

test.each([
  ["says that it keeps a connection for 2 s", 2_000, 1],
  ["says that it keeps one for 1 s, which is too short to use it again", 1_000, 0],
])("a server %s: the connection is ended before that, by the agent", async (_what, keepAliveTimeout, atLeastS) => {
  const endedAfter: number[] = [];
  const http = createHttpServer((_request, response) => {
    const at = performance.now();
    // Only the other side says `end` here.
    response.socket?.once("end", () => endedAfter.push((performance.now() - at) / 1_000));
    response.end('{"ok":true}');
  });
  http.keepAliveTimeout = keepAliveTimeout;
  const client = createPushClient({ url: `http://127.0.0.1:${await listen(http)}` });
  cleanUp.push(() => client.close());
  const request = { token, beat: { status: "up", message: "m" }, limits: { timeoutMs: 5_000 } } as const;
  expect(await client.push(request)).toEqual({ ok: true });
  await expect.poll(() => endedAfter.length, { timeout: 5_000 }).toBe(1);
  expect(endedAfter[0]).toBeGreaterThanOrEqual(atLeastS * 0.9);
  expect(endedAfter[0]).toBeLessThan(keepAliveTimeout / 1_000);
  expect(await client.push(request)).toEqual({ ok: true });
});
