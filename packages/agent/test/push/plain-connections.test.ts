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

/** A server that answers the requests of its Nth connection as told: each text at once, nothing for undefined; and the tokens that each connection brought. */
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

/** A client that has pushed once in the usual way, as each does before its first heartbeat: so the first connection. */
async function openClient(port: number, options: Partial<PushClientOptions> = {}): Promise<PushClient> {
  const client = createPushClient({ url: `http://127.0.0.1:${port}`, ...options });
  cleanUp.push(() => client.close());
  expect(
    await client.push({ token: "first", beat: { status: "up", message: "m" }, limits: { timeoutMs: 5_000 } }),
  ).toEqual({ ok: true });
  return client;
}

function heartbeats(client: PushClient, count: number, giveUp?: GiveUp): Promise<PushOutcome[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      client.push({
        token: `m${index}`,
        beat: { status: "up", message: "fine" },
        limits: { timeoutMs: 10_000, isHeartbeat: true, giveUp },
      }),
    ),
  );
}

function failuresIn(outcomes: readonly PushOutcome[]): readonly PushOutcome[] {
  return outcomes.filter(({ ok }) => !ok);
}

describe("heartbeats", () => {
  test("go over connections that are kept, each for one request after the other", async () => {
    const { port, seen } = await startServer(() => good);
    const client = await openClient(port);
    for (let round = 0; round < 5; round += 1) expect(failuresIn(await heartbeats(client, 4))).toEqual([]);
    expect(seen.map((tokens) => tokens.length)).toEqual([1, 5, 5, 5, 5]);
    // Of more that go at once, four connections are kept.
    expect(failuresIn(await heartbeats(client, 9))).toEqual([]);
    expect(failuresIn(await heartbeats(client, 4))).toEqual([]);
    expect(seen.length).toBe(10);
  });

  test("are what node:http sends", async () => {
    const requests: unknown[] = [];
    const port = await listen(
      createHttpServer(({ method, url, headers, rawHeaders }, response) => {
        requests.push({ method, url, headers, names: rawHeaders.map((name) => name.toLowerCase()).toSorted() });
        response.end('{"ok":true}');
      }),
    );
    const options = { url: `http://127.0.0.1:${port}/base/`, headers: { "X-Gate": "open", Host: "kuma.example" } };
    const client = createPushClient(options);
    cleanUp.push(() => client.close());
    const beat = { status: "up", message: `a&status=down #x %41 \r\nX-Evil: 1 🐕`, ping: 3 } as const;
    for (const isHeartbeat of [false, true]) {
      await client.push({ token: "to/k?en#%", beat, limits: { timeoutMs: 5_000, isHeartbeat } });
    }
    expect(requests.length).toBe(2);
    expect(requests[1]).toEqual(requests[0]);
  });

  test("get the answers of the server, also one in single bytes and one that is no success", async () => {
    const refused = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"ok":false}';
    const { port, seen } = await startServer((connection, _request, socket) => {
      if (connection === 0) return good;
      if (connection === 2) return refused;
      for (const byte of good.replace("true", "true ").replace("11", "12")) socket.write(byte);
      return undefined;
    });
    const client = await openClient(port);
    expect(await heartbeats(client, 2)).toMatchObject([{ ok: true }, { ok: false, kind: "refused-by-server" }]);
    expect(seen.map((tokens) => tokens.length)).toEqual([1, 1, 1]);
  });

  test("that nobody waits for any more end at once, and the others get their answers", async () => {
    const { port } = await startServer((connection, _request, socket) => {
      if (connection > 0) setTimeout(() => socket.writable && socket.write(good), 500);
      return connection > 0 ? undefined : good;
    });
    const client = await openClient(port);
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
    const { port, seen } = await startServer((connection) => (connection === 1 ? undefined : good));
    const client = await openClient(port);
    const limits = { timeoutMs: 300, isHeartbeat: true };
    const push = (): Promise<PushOutcome> =>
      client.push({ token: "m", beat: { status: "up", message: "fine" }, limits });
    expect(await push()).toMatchObject({ ok: false, kind: "timeout" });
    expect(seen).toEqual([["first"], ["m"]]);
    expect(await push()).toEqual({ ok: true });
    expect(seen).toEqual([["first"], ["m"], ["m"]]);
  });
});

test("a server that takes a connection, but not its TLS, is as unreachable as the usual way", async () => {
  const { port } = await startServer(() => undefined);
  const client = createPushClient({ url: `https://127.0.0.1:${port}` });
  cleanUp.push(() => client.close());
  const beat = { status: "up", message: "fine" } as const;
  const limits = { timeoutMs: 15_000, isHeartbeat: true };
  // The second finds the way open, and takes its own.
  const outcomes = [
    client.push({ token: "m", beat, limits: { timeoutMs: 50 } }),
    client.push({ token: "m", beat, limits }),
  ];
  expect(await Promise.all(outcomes)).toMatchObject([{ kind: "timeout" }, { kind: "unreachable" }]);
});

describe("whatever else is answered, the usual way is gone, at once and for a while", () => {
  test.each<[string, (socket: Socket) => string | undefined]>([
    ["an unknown monitor", () => 'HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n{"ok":false}'],
    ["a server error", () => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"],
    ["a redirect", () => "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"],
    ["an answer before the answer", () => `HTTP/1.1 103 Early Hints\r\n\r\n${good}`],
    ["another protocol", () => "SSH-2.0-OpenSSH_9.2\r\n"],
    ["an answer in chunks", () => 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"ok":true}\r\n0\r\n\r\n'],
    ["an answer without an end", () => 'HTTP/1.1 200 OK\r\n\r\n{"ok":true}'],
    ["an old server", () => good.replace("1.1", "1.0")],
    ["two lengths", () => good.replace("Content-Length", "Content-Length: 3\r\nContent-Length")],
    ["a length below nothing", () => good.replace("11", "-11")],
    ["half an end of a line", () => good.replace("Content-Type: ", "X: a\nTransfer-Encoding: chunked\r\nX: ")],
    ["a line that goes on in the next one", () => good.replace("11", "1\r\n 1")],
    ["a length that is none", () => good.replace("11", "1e1")],
    ["more than one answer", () => good + good],
    ["too long an answer", () => `HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n${" ".repeat(100_000)}`],
    ["headers without end", () => `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(2_000)}`],
  ])("%s", async (_what, answer) => {
    const { port, seen } = await startServer((connection, _request, socket) =>
      connection === 1 ? answer(socket) : good,
    );
    const client = await openClient(port);
    const startedAt = performance.now();
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    for (let round = 0; round < 3; round += 1) expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    // The first connection is the one that node:http keeps.
    expect(seen).toEqual([["first", "m0", "m0", "m0", "m0"], ["m0"]]);
  });
});

describe("a connection that is lost", () => {
  test.each<[string, (socket: Socket) => string | undefined]>([
    ["an answer that is cut", (socket) => void socket.end(good.slice(0, -3))],
    ["a connection that is closed", (socket) => void socket.end()],
    ["a connection that is reset", (socket) => void socket.resetAndDestroy()],
  ])("%s: of a kept one it is sent again at once, a new one has failed", async (_what, answer) => {
    const { port, seen } = await startServer((connection, request, socket) =>
      (connection === 1 && request === 1) || connection === 2 ? answer(socket) : good,
    );
    const client = await openClient(port);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen).toEqual([
      ["first", "m0"],
      ["m0", "m0"],
    ]);
    expect(await heartbeats(client, 1)).toMatchObject([{ ok: false, kind: "connection-lost" }]);
    expect(seen).toEqual([["first", "m0"], ["m0", "m0"], ["m0"]]);
  });

  test("what is sent again has the time that is left", async () => {
    const { port } = await startServer((connection, request, socket) => {
      if (connection === 1 && request === 1) setTimeout(() => socket.destroy(), 600);
      return (connection === 0 && request > 0) || (connection === 1 && request === 1) ? undefined : good;
    });
    const client = await openClient(port);
    await heartbeats(client, 1);
    const startedAt = performance.now();
    const limits = { timeoutMs: 1_000, isHeartbeat: true };
    expect(await client.push({ token: "m", beat: { status: "up", message: "fine" }, limits })).toMatchObject({
      kind: "timeout",
    });
    expect(performance.now() - startedAt).toBeLessThan(1_300);
  });

  test("one whose server ends it with its answer is not used again", async () => {
    const last = good.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const { port, seen } = await startServer((connection) => (connection === 1 ? last : good));
    const client = await openClient(port);
    for (let round = 0; round < 3; round += 1) expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen).toEqual([["first"], ["m0"], ["m0", "m0"]]);
  });

  test("answers that nobody asked for end it", async () => {
    const { port, seen } = await startServer((connection, _request, socket) => {
      if (connection === 1) setTimeout(() => socket.write(good), 50);
      return good;
    });
    const client = await openClient(port);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    await sleep(150);
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    expect(seen).toEqual([["first"], ["m0"], ["m0"]]);
  });

  test("the server has gone: it is said why", async () => {
    const { port } = await startServer(() => good);
    const client = await openClient(port);
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
  const client = await openClient(await listen(http));
  await heartbeats(client, 3);
  await expect.poll(() => ended.length, { timeout: 5_000 }).toBe(4);
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
  const { port, seen } = await startServer((connection) => (connection === 0 ? good : undefined));
  const client = await openClient(port);
  const waiting = heartbeats(client, 3);
  await expect.poll(() => seen.flat().length).toBe(4);
  client.close();
  expect(await waiting).toMatchObject(Array.from({ length: 3 }, () => ({ kind: "connection-lost" })));
  await sleep(100);
  expect(seen.flat().length).toBe(4);
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
  const client = await openClient(port, { url: `https://localhost:${port}`, ca: cert ?? "" });
  for (let round = 0; round < 4; round += 1) {
    expect(await heartbeats(client, 1)).toEqual([{ ok: true }]);
    await sleep(50);
    if (round === 1) client.dropIdle();
  }
  expect([...sockets.values()]).toEqual([
    { reused: false, server: "localhost", requests: 1 },
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
  const client = await openClient(port);
  expect(await heartbeats(client, 2)).toEqual([{ ok: true }, { ok: true }]);
  expect(process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap")).toEqual([]);
});
