import { readFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { GiveUp } from "../../src/push/give-up.ts";
import { createPushClient, type PushClient, type PushClientOptions } from "../../src/push/push-client.ts";
import type { PushOutcome } from "../../src/push/push-outcome.ts";

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

async function listen(listener: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const sockets = new Set<Socket>();
  listener.on("connection", (socket: Socket) => sockets.add(socket));
  cleanUp.push(() => {
    listener.close();
    for (const socket of sockets) socket.destroy();
  });
  return (listener.address() as AddressInfo).port;
}

const good = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}';

const refused = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"ok":false}';

/** A server that answers the requests of each connection by its number: a text at once, nothing for undefined. It notes the tokens that each connection brought. */
async function startServer(
  answer: (connection: number, request: number, socket: Socket) => string | undefined,
): Promise<{ readonly port: number; readonly seen: string[][] }> {
  const seen: string[][] = [];
  const port = await listen(
    createTcpServer((socket) => {
      const connection = seen.push([]) - 1;
      socket.on("error", () => undefined);
      socket.on("data", (chunk) => {
        const tokens = seen[connection] ?? [];
        for (const [, token = ""] of chunk.toString("latin1").matchAll(/^GET \/api\/push\/(\w+)\?/gm)) {
          const text = answer(connection, tokens.push(token) - 1, socket);
          if (text !== undefined && socket.writable) socket.write(text);
        }
      });
    }),
  );
  return { port, seen };
}

function openClient(port: number, options: Partial<PushClientOptions> = {}): PushClient {
  const client = createPushClient({ url: `http://127.0.0.1:${port}`, ...options });
  cleanUp.push(() => client.close());
  return client;
}

function heartbeats(client: PushClient, count: number, giveUp?: GiveUp): Promise<PushOutcome[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      client.push({
        token: `m${index}`,
        beat: { status: "up", message: "fine" },
        limits: { timeoutMs: 10_000, giveUp },
      }),
    ),
  );
}

function failuresIn(outcomes: readonly PushOutcome[]): readonly PushOutcome[] {
  return outcomes.filter(({ ok }) => !ok);
}

describe("pushes", () => {
  test("go over connections that are kept, each for one request after the other", async () => {
    const { port, seen } = await startServer(() => good);
    const client = openClient(port);
    for (let round = 0; round < 5; round += 1) expect(failuresIn(await heartbeats(client, 4))).toEqual([]);
    expect(seen.map((tokens) => tokens.length)).toEqual([5, 5, 5, 5]);
    // Of more that go at once, four connections are kept.
    expect(failuresIn(await heartbeats(client, 9))).toEqual([]);
    expect(failuresIn(await heartbeats(client, 4))).toEqual([]);
    expect(seen.length).toBe(9);
  });

  test("get the answers of the server, also one in single bytes and one that is no success", async () => {
    const { port, seen } = await startServer((connection, _request, socket) => {
      if (connection === 1) return refused;
      for (const byte of good.replace("true", "true ").replace("11", "12")) socket.write(byte);
      return undefined;
    });
    const client = openClient(port);
    expect(await heartbeats(client, 2)).toMatchObject([{ ok: true }, { ok: false, kind: "refused-by-server" }]);
    expect(seen.map((tokens) => tokens.length)).toEqual([1, 1]);
  });

  test("that nobody waits for any more end at once, and the others get their answers", async () => {
    const { port } = await startServer((_connection, _request, socket) => {
      setTimeout(() => socket.writable && socket.write(good), 500);
      return undefined;
    });
    const client = openClient(port);
    const giveUp = new GiveUp();
    const [stopped, others] = [heartbeats(client, 1, giveUp), heartbeats(client, 2)];
    setTimeout(() => giveUp.call(), 50);
    const startedAt = performance.now();
    expect(await stopped).toMatchObject([{ kind: "stopped" }]);
    expect(performance.now() - startedAt).toBeLessThan(400);
    expect(await others).toEqual([{ ok: true }, { ok: true }]);
    expect(await heartbeats(client, 1, giveUp)).toMatchObject([{ kind: "stopped" }]);
  });

  test("that are not answered in time fail, and are not sent again", async () => {
    const { port, seen } = await startServer((connection) => (connection === 0 ? undefined : good));
    const client = openClient(port);
    const limits = { timeoutMs: 300 };
    const push = (): Promise<PushOutcome> =>
      client.push({ token: "m", beat: { status: "up", message: "fine" }, limits });
    expect(await push()).toMatchObject({ ok: false, kind: "timeout" });
    expect(seen).toEqual([["m"]]);
    expect(await push()).toEqual({ ok: true });
    expect(seen).toEqual([["m"], ["m"]]);
  });
});

test("a server that takes a connection, but not its TLS, is unreachable", async () => {
  const { port } = await startServer(() => undefined);
  const client = openClient(port, { url: `https://127.0.0.1:${port}` });
  const beat = { status: "up", message: "fine" } as const;
  expect(await client.push({ token: "m", beat, limits: { timeoutMs: 15_000 } })).toMatchObject({ kind: "unreachable" });
});

describe("each kind of answer is read once, and the push is not sent again", () => {
  const end = (socket: Socket, text: string): undefined => void socket.end(text);

  test.each<[string, object, (socket: Socket) => string | undefined]>([
    [
      "an unknown monitor",
      { kind: "refused-by-server" },
      () => 'HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n{"ok":false}',
    ],
    ["a server error", { kind: "server-error" }, () => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"],
    ["a redirect", { kind: "redirected" }, () => "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"],
    ["an answer before the answer", { ok: true }, () => `HTTP/1.1 103 Early Hints\r\n\r\n${good}`],
    ["another protocol", { kind: "not-the-push-endpoint" }, () => "SSH-2.0-OpenSSH_9.2\r\n"],
    [
      "an answer in chunks",
      { ok: true },
      () => 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"ok":true}\r\n0\r\n\r\n',
    ],
    [
      "an answer that ends with its connection",
      { ok: true },
      (socket) => end(socket, 'HTTP/1.1 200 OK\r\n\r\n{"ok":true}'),
    ],
    ["an old server", { ok: true }, () => good.replace("1.1", "1.0")],
    [
      "two lengths",
      { kind: "not-the-push-endpoint" },
      () => good.replace("Content-Length", "Content-Length: 3\r\nContent-Length"),
    ],
    ["a length below nothing", { kind: "not-the-push-endpoint" }, () => good.replace("11", "-11")],
    [
      "half an end of a line",
      { kind: "not-the-push-endpoint" },
      () => good.replace("Content-Type: ", "X: a\nTransfer-Encoding: chunked\r\nX: "),
    ],
    ["a line that goes on in the next one", { kind: "not-the-push-endpoint" }, () => good.replace("11", "1\r\n 1")],
    ["a length that is not a number", { kind: "not-the-push-endpoint" }, () => good.replace("11", "1e1")],
    ["more than one answer", { ok: true }, () => good + good],
    [
      "too long an answer",
      { kind: "not-the-push-endpoint" },
      () => `HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n${" ".repeat(100_000)}`,
    ],
    ["headers without end", { kind: "not-the-push-endpoint" }, () => `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`],
    ["an answer that is cut", { kind: "connection-lost" }, (socket) => end(socket, good.slice(0, -3))],
  ])("%s", async (_what, expected, answer) => {
    const { port, seen } = await startServer((connection, request, socket) =>
      connection === 0 && request === 1 ? answer(socket) : good,
    );
    const client = openClient(port);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(await heartbeats(client, 1)).toMatchObject([expected]);
    expect(seen).toEqual([["m0", "m0"]]);
    for (let round = 0; round < 2; round += 1) expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen.flat()).toEqual(["m0", "m0", "m0", "m0"]);
  });
});

describe("a connection that is lost", () => {
  test.each<[string, (socket: Socket) => string | undefined]>([
    ["a connection that is closed", (socket) => void socket.end()],
    ["a connection that is reset", (socket) => void socket.resetAndDestroy()],
  ])("%s: of a kept one it is sent again at once, a new one has failed", async (_what, answer) => {
    const { port, seen } = await startServer((connection, request, socket) =>
      (connection === 0 && request === 1) || connection === 2 ? answer(socket) : good,
    );
    const client = openClient(port);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen).toEqual([["m0", "m0"], ["m0"]]);
    client.dropIdle();
    expect(await heartbeats(client, 1)).toMatchObject([{ ok: false, kind: "connection-lost" }]);
    expect(seen).toEqual([["m0", "m0"], ["m0"], ["m0"]]);
  });

  test("what is sent again has the time that is left", async () => {
    const { port } = await startServer((connection, request, socket) => {
      if (connection === 0 && request === 1) setTimeout(() => socket.destroy(), 600);
      return connection === 0 && request === 0 ? good : undefined;
    });
    const client = openClient(port);
    await heartbeats(client, 1);
    const startedAt = performance.now();
    const limits = { timeoutMs: 1_000 };
    expect(await client.push({ token: "m", beat: { status: "up", message: "fine" }, limits })).toMatchObject({
      kind: "timeout",
    });
    expect(performance.now() - startedAt).toBeLessThan(1_300);
  });

  test("one whose server ends it with its answer is not used again", async () => {
    const last = good.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const { port, seen } = await startServer((connection) => (connection === 0 ? last : good));
    const client = openClient(port);
    for (let round = 0; round < 3; round += 1) expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen).toEqual([["m0"], ["m0", "m0"]]);
  });

  test("bytes that nobody asked for are not the answer to the next push", async () => {
    const { port, seen } = await startServer((connection, request, socket) => {
      if (connection > 0 || request > 0) return refused;
      setTimeout(() => socket.write(good), 50);
      return good;
    });
    const client = openClient(port);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    await sleep(150);
    expect(await heartbeats(client, 1)).toMatchObject([{ kind: "refused-by-server" }]);
    expect(seen.flat()).toEqual(["m0", "m0"]);
  });

  test("the server has gone: it is said why", async () => {
    const { port } = await startServer(() => good);
    const client = openClient(port);
    await heartbeats(client, 2);
    const [, stopServer] = cleanUp.splice(0).toReversed();
    stopServer?.();
    expect(await heartbeats(client, 3)).toMatchObject(
      Array.from({ length: 3 }, () => ({ ok: false, kind: "connection-refused" })),
    );
    client.close();
  });
});

test("an idle connection ends before the server ends it, at the wish of the agent, and with the client", async () => {
  const ended: number[] = [];
  const http = createHttpServer((_request, response) => {
    const at = performance.now();
    response.socket?.once("end", () => ended.push(performance.now() - at));
    response.end('{"ok":true}');
  });
  http.keepAliveTimeout = 2_000;
  const client = openClient(await listen(http));
  await heartbeats(client, 3);
  await expect.poll(() => ended.length, { timeout: 5_000 }).toBe(3);
  expect(Math.min(...ended)).toBeGreaterThan(900);
  expect(Math.max(...ended)).toBeLessThan(2_000);
  for (const end of [() => client.dropIdle(), () => client.close()]) {
    expect(await heartbeats(client, 2)).toEqual([{ ok: true }, { ok: true }]);
    ended.length = 0;
    end();
    await expect.poll(() => ended.length, { timeout: 800 }).toBe(2);
  }
});

test("a client that is closed ends what is under way, and sends nothing again", async () => {
  const { port, seen } = await startServer((_connection, request) => (request === 0 ? good : undefined));
  const client = openClient(port);
  // One of them waits on a kept connection: what is lost on such a one is sent again otherwise.
  await heartbeats(client, 1);
  const waiting = heartbeats(client, 1);
  await expect.poll(() => seen).toEqual([["m0", "m0"]]);
  client.close();
  expect(await waiting).toMatchObject([{ kind: "connection-lost" }]);
  await sleep(100);
  expect(seen).toEqual([["m0", "m0"]]);
});

test("over TLS, with its authority, and the next connection resumes the session", async () => {
  const [key, cert] = await Promise.all(
    ["localhost-key.pem", "localhost-cert.pem"].map((name) =>
      readFile(new URL(`../fixtures/${name}`, import.meta.url), "utf8"),
    ),
  );
  const sockets = new Map<unknown, { reused: boolean; server: unknown; requests: number }>();
  const https = createHttpsServer({ key, cert }, (request, response) => {
    const socket = request.socket as TLSSocket & { servername?: unknown };
    const one = sockets.get(socket) ?? { reused: socket.isSessionReused(), server: socket.servername, requests: 0 };
    one.requests += 1;
    sockets.set(socket, one);
    response.end('{"ok":true}');
  });
  const port = await listen(https);
  const client = openClient(port, { url: `https://localhost:${port}`, ca: cert ?? "" });
  for (let round = 0; round < 4; round += 1) {
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    await sleep(50);
    if (round === 1) client.dropIdle();
  }
  expect([...sockets.values()]).toEqual([
    { reused: false, server: "localhost", requests: 2 },
    { reused: true, server: "localhost", requests: 2 },
  ]);
});

test("what cannot be written in a header is never written", async () => {
  const { port, seen } = await startServer(() => good);
  const client = createPushClient({ url: `http://127.0.0.1:${port}`, headers: { "x-gate": "a\r\nx-evil: 1" } });
  cleanUp.push(() => client.close());
  expect(await heartbeats(client, 2)).toMatchObject([{ ok: false }, { ok: false }]);
  expect(seen).toEqual([]);
});

test("an idle connection does not keep a process from ending", async () => {
  const { port } = await startServer((_connection, _request, socket) => {
    socket.unref();
    return good;
  });
  const client = openClient(port);
  expect(await heartbeats(client, 2)).toEqual([{ ok: true }, { ok: true }]);
  expect(process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap")).toEqual([]);
});
