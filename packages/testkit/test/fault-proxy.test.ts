import { createServer, request as httpRequest, Agent, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFaultProxy, type FaultProxy } from "@kumakit/testkit";

interface Seen {
  readonly line: string;
  readonly host: string | undefined;
  readonly body: string;
}

let server: Server;
let proxy: FaultProxy;
const seen: Seen[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      seen.push({ line: `${request.method} ${request.url}`, host: request.headers.host, body });
      response.writeHead(201, { "X-Own": "Yes" }).end('{"ok":true}');
    });
  });
  server.on("upgrade", (_request, socket: Socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    socket.pipe(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await startFaultProxy({ target: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

/** A WebSocket after its handshake, which sends back what it gets. */
async function openEcho(path = "/socket.io/"): Promise<Socket> {
  const { port } = new URL(proxy.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toContain("101 Switching Protocols");
  return socket;
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, "data")) as [Buffer];
  return answer.toString();
}

/** The bytes that a client reads from the connection until it breaks. */
async function rawAnswer(path: string): Promise<{ text: string; error: string | undefined }> {
  const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const error = await new Promise<string | undefined>((resolve) => {
    socket.once("error", (problem: NodeJS.ErrnoException) => resolve(problem.code));
    socket.once("close", () => resolve(undefined));
  });
  return { text, error };
}

describe("a fault proxy", () => {
  test("without a fault changes nothing", async () => {
    const response = await fetch(`${proxy.url}/a/b?c=%20d`, { method: "POST", body: "some body" });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-own")).toBe("Yes");
    expect(await response.text()).toBe('{"ok":true}');
    expect(seen).toStrictEqual([{ line: "POST /a/b?c=%20d", host: new URL(proxy.url).host, body: "some body" }]);
    expect(proxy.requests).toMatchObject([{ method: "POST", path: "/a/b?c=%20d" }]);
  });

  test("holds a request back", async () => {
    await proxy.set({ kind: "delay", request: 1000 });
    const response = fetch(proxy.url);
    await expect.poll(() => proxy.requests).toHaveLength(1);
    expect(seen).toHaveLength(0);
    expect((await response).status).toBe(201);
    expect(seen).toHaveLength(1);
  });

  test("holds an answer back, which the server has given", async () => {
    await proxy.set({ kind: "delay", response: 200 });
    const start = performance.now();
    const response = fetch(proxy.url);
    await expect.poll(() => seen.length, { timeout: 150, interval: 5 }).toBe(1);
    await response;
    expect(performance.now() - start).toBeGreaterThan(195);
  });

  test.each([0, 1, 20])("cuts the answer after %i bytes", async (afterBytes) => {
    await proxy.set({ kind: "cut", afterBytes });
    const { text, error } = await rawAnswer("/");
    expect(text).toBe("HTTP/1.1 201 Created\r\n".slice(0, afterBytes));
    expect(error).toBe("ECONNRESET");
    expect(seen).toHaveLength(1);
  });

  test("refuses connections like a port where nobody listens, and comes back on the same port", async () => {
    await fetch(proxy.url);
    await proxy.set({ kind: "refuse" });
    await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await proxy.set({ kind: "none" });
    expect((await fetch(proxy.url)).status).toBe(201);
  });

  test("answers with a status in the server's place", async () => {
    await proxy.set({ kind: "status", status: 502 });
    expect((await fetch(proxy.url)).status).toBe(502);
    expect(seen).toHaveLength(0);
  });

  test("answers 200 with a web page", async () => {
    await proxy.set({ kind: "html200" });
    const response = await fetch(proxy.url);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toContain("<!DOCTYPE html>");
  });

  test("lets the body come in drops, whole in the end", async () => {
    await proxy.set({ kind: "slow", bytesPerSecond: 50 });
    const start = performance.now();
    const response = await fetch(proxy.url);
    const headersAfter = performance.now() - start;
    expect(await response.text()).toBe('{"ok":true}');
    expect(performance.now() - start).toBeGreaterThan(headersAfter + 150);
  });

  test("harms only the given path", async () => {
    await proxy.set({ kind: "status", status: 500 }, { path: "/api/push/" });
    expect((await fetch(`${proxy.url}/api/push/x`)).status).toBe(500);
    expect((await fetch(`${proxy.url}/api/entry-page`)).status).toBe(201);
  });

  test("applies a new fault to a connection that is kept", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statusOf = async (): Promise<[number | undefined, boolean]> => {
      const request = httpRequest(proxy.url, { agent }).end();
      const [response] = (await once(request, "response")) as [{ statusCode?: number; resume: () => void }];
      response.resume();
      await once(request, "close");
      return [response.statusCode, request.reusedSocket];
    };
    expect(await statusOf()).toStrictEqual([201, false]);
    await proxy.set({ kind: "status", status: 503 });
    expect(await statusOf()).toStrictEqual([503, true]);
    agent.destroy();
  });

  test("passes WebSockets through, whatever happens to plain requests", async () => {
    const socket = await openEcho();
    await proxy.set({ kind: "status", status: 500 });
    expect(await echo(socket, "still here")).toBe("still here");
    const second = await openEcho();
    expect(await echo(second, "me too")).toBe("me too");
    proxy.dropConnections();
    await expect.poll(() => [socket.closed, second.closed]).toStrictEqual([true, true]);
  });

  test("breaks the connection when the server is not there", async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(fetch(proxy.url)).rejects.toThrow("fetch failed");
  });
});

describe("a WebSocket", () => {
  test("is refused while plain requests pass", async () => {
    await proxy.set({ kind: "refuseUpgrade" });
    const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
    socket.write(`GET /socket.io/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
    const [head] = (await once(socket, "data")) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(proxy.url)).status).toBe(201);
  });

  test("is cut after so many bytes of what the server says", async () => {
    const handshake = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    await proxy.set({ kind: "cutTunnel", afterBytes: handshake.length + 3 });
    const socket = await openEcho();
    socket.write("abcdef");
    let rest = "";
    socket.on("data", (chunk: Buffer) => {
      rest += chunk.toString();
    });
    await once(socket, "close");
    expect(rest).toBe("abc");
  });

  test("is mute from now on, and stays open", async () => {
    const socket = await openEcho();
    let heard = "";
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.write("before");
    await expect.poll(() => heard).toContain("before");
    const other = await openEcho("/other/");
    // What is sent later, on a tunnel that is not mute, has come back: so would this.
    const untilBack = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) expect(await echo(other, "probe")).toBe("probe");
    };
    await proxy.set({ kind: "muteTunnel" }, { path: "/socket.io/" });
    socket.write("during");
    await untilBack();
    await proxy.set({ kind: "none" });
    socket.write("after");
    await untilBack();
    other.destroy();
    expect(heard).not.toMatch(/during|after/);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });
});
