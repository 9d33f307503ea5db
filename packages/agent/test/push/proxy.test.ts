import { readFile } from "node:fs/promises";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { proxyFor } from "../../src/push/proxy.ts";
import { createPushClient, type PushClient, type PushClientOptions } from "../../src/push/push-client.ts";
import { startProxy, type TestProxy } from "../support/start-proxy.ts";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";

let proxy: TestProxy;
let plain: PushServer;
let secure: { url: string; ca: string; close: () => void };
const clients: PushClient[] = [];
const variables = ["http_proxy", "https_proxy", "no_proxy", "all_proxy"].flatMap((name) => [name, name.toUpperCase()]);

async function startSecure(): Promise<typeof secure> {
  const [key = "", ca = ""] = await Promise.all(
    ["localhost-key.pem", "localhost-cert.pem"].map((name) =>
      readFile(new URL(`../fixtures/${name}`, import.meta.url), "utf8"),
    ),
  );
  const server = createHttpsServer({ key, cert: ca }, (_request, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, ca, close };
}

beforeEach(async () => {
  for (const name of variables) vi.stubEnv(name, undefined);
  [proxy, plain, secure] = await Promise.all([startProxy(), startPushServer(), startSecure()]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const client of clients.splice(0)) client.close();
  secure.close();
  await Promise.all([proxy.close(), plain.close()]);
});

function pusher(options: PushClientOptions): (timeoutMs?: number) => ReturnType<PushClient["push"]> {
  const client = createPushClient(options);
  clients.push(client);
  const beat = { status: "up", message: "m" } as const;
  return (timeoutMs = 5_000) => client.push({ token: "S3cretT0ken", beat, limits: { timeoutMs } });
}

function through(login: { username?: string; password?: string } = {}) {
  const found = proxyFor(secure.url, { url: `http://127.0.0.1:${proxy.port}`, ...login });
  return found === undefined ? {} : { proxy: found };
}

describe("through a proxy of the config", () => {
  test("https goes through one tunnel that is kept, and the authority counts for the server", async () => {
    const push = pusher({ url: secure.url, ca: secure.ca, ...through() });
    for (let round = 0; round < 3; round += 1) expect(await push()).toEqual({ ok: true });
    expect(proxy.requests.map(({ line }) => line)).toEqual([`CONNECT ${new URL(secure.url).host}`]);

    expect(await pusher({ url: secure.url, ...through() })()).toMatchObject({
      kind: "tls",
      message: expect.stringContaining("the certificate of the server"),
    });
    expect(await pusher({ url: secure.url, insecure: true, ...through() })()).toEqual({ ok: true });
  });

  test("http is asked of the proxy, over one connection", async () => {
    const push = pusher({ url: `${plain.url}/base`, ...through() });
    for (let round = 0; round < 3; round += 1) expect(await push()).toEqual({ ok: true });
    expect(proxy.requests).toHaveLength(3);
    expect(proxy.requests[0]?.line).toBe(`GET ${plain.url}/base/api/push/S3cretT0ken?status=up&msg=m`);
    expect(plain.pushes).toHaveLength(3);
    expect(proxy.open.size).toBe(1);
  });

  test.each(["http", "https"])("an idle connection for %s is ended before the server does", async (scheme) => {
    const push = pusher({ url: scheme === "http" ? plain.url : secure.url, ca: secure.ca, ...through() });
    // More than once: a connection that is given back must keep its limit.
    for (let round = 0; round < 2; round += 1) expect(await push()).toEqual({ ok: true });
    const idleSince = performance.now();
    await expect.poll(() => proxy.open.size, { timeout: 10_000 }).toBe(0);
    // Node's servers say that they keep one for 5 s.
    expect(performance.now() - idleSince).toBeGreaterThan(3_000);
    expect(performance.now() - idleSince).toBeLessThan(4_800);
  });

  test("a login is sent, and never to the server", async () => {
    proxy.wantLogin("us er", "p:a§s");
    const login = { username: "us er", password: "p:a§s" };
    expect(await pusher({ url: secure.url, ca: secure.ca, ...through(login) })()).toEqual({ ok: true });
    expect(await pusher({ url: plain.url, ...through(login) })()).toEqual({ ok: true });
    expect(JSON.stringify(plain.pushes[0]?.headers)).not.toContain("authorization");
  });

  test("a login that is missing or wrong is said so", async () => {
    proxy.wantLogin("user", "right");
    const wrong = through({ username: "user", password: "hunter2" });
    expect(await pusher({ url: secure.url, ...wrong })()).toEqual({
      ok: false,
      kind: "proxy",
      message: `the proxy 127.0.0.1:${proxy.port} wants a login (HTTP 407); see server.proxy`,
    });
    expect(await pusher({ url: plain.url, ...through() })()).toEqual({
      ok: false,
      kind: "proxy",
      message: "HTTP 407: the proxy wants a login; see server.proxy",
    });
  });

  test.each(["http", "https"])(
    "for %s a proxy that is away is not reported as a server that is away",
    async (scheme) => {
      const isHttp = scheme === "http";
      const push = pusher({ url: isHttp ? plain.url : secure.url, ca: secure.ca, ...through() });
      expect(await push()).toEqual({ ok: true });
      if (isHttp) await plain.close();
      else secure.close();
      expect(await push()).toMatchObject(
        isHttp
          ? { kind: "server-error", message: "HTTP 503: the server asks to come back later" }
          : {
              kind: "proxy",
              message: `the proxy 127.0.0.1:${proxy.port} works, but makes no connection to the server (HTTP 503): it cannot, or it may not`,
            },
      );
      await proxy.close();
      expect(await push()).toEqual({
        ok: false,
        kind: "proxy",
        message: `the proxy does not work: nothing listens on 127.0.0.1:${proxy.port} (ECONNREFUSED)`,
      });
      if (isHttp) plain = await startPushServer();
      proxy = await startProxy();
    },
  );

  test("a proxy that never answers is given up, and so is the connection to it", async () => {
    proxy.hang();
    expect(await pusher({ url: secure.url, ...through() })(15_000)).toMatchObject({
      kind: "proxy",
      message: expect.stringContaining("does not answer: the connection timed out (ETIMEDOUT)"),
    });
    await expect.poll(() => proxy.open.size).toBe(0);
    expect(proxy.requests).toHaveLength(1);
  });
});

describe("the proxy of the environment", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])("%s is taken for https, with its login", async (name) => {
    vi.stubEnv(name, `http://user:p%40ss@127.0.0.1:${proxy.port}`);
    proxy.wantLogin("user", "p@ss");
    const found = proxyFor(secure.url, undefined);
    expect(found?.url.href).toBe(`http://127.0.0.1:${proxy.port}/`);
    expect(await pusher({ url: secure.url, ca: secure.ca, ...(found && { proxy: found }) })()).toEqual({ ok: true });
  });

  test("HTTP_PROXY is not for https, and the config comes first", () => {
    vi.stubEnv("HTTP_PROXY", "http://env:1");
    expect(proxyFor("https://kuma.example", undefined)).toBeUndefined();
    expect(proxyFor("http://kuma.example", undefined)?.url.host).toBe("env:1");
    expect(proxyFor("http://kuma.example", { url: "http://config:2" })?.url.host).toBe("config:2");
  });

  test.each(["NO_PROXY", "no_proxy"])("%s names what needs none", (name) => {
    vi.stubEnv("http_proxy", "http://env:1");
    vi.stubEnv(name, "localhost,.inner.example,10.0.0.7");
    for (const host of ["localhost:3001", "kuma.inner.example", "10.0.0.7:3001"]) {
      expect(proxyFor(`http://${host}`, undefined)).toBeUndefined();
    }
    expect(proxyFor("http://kuma.outer.example", undefined)?.url.host).toBe("env:1");
  });

  test.each([
    ["127.0.0.1:3001", "127.0.0.0/8"],
    ["10.20.30.40", "localhost, 10.0.0.0/8,.inner.example"],
    ["192.168.1.130", "192.168.1.128/25"],
    ["[fd00::1]:3001", "fd00::/8"],
    ["[fd00::1]", "[fd00::]/8"],
  ])("%s needs none where NO_PROXY names its network %s", (host, networks) => {
    vi.stubEnv("http_proxy", "http://env:1");
    vi.stubEnv("NO_PROXY", networks);
    expect(proxyFor(`http://${host}`, undefined)).toBeUndefined();
  });

  test.each([
    ["11.0.0.1", "10.0.0.0/8"],
    ["192.168.1.1", "192.168.1.128/25"],
    ["localhost", "127.0.0.0/8"],
    ["10.0.0.1", "10.0.0.0/33,10.0.0/8,/8,10.0.0.0/,10.0.0.0/-1,fd00::/8"],
    ["[fe80::1]", "fd00::/8,0.0.0.0/0"],
  ])("%s goes through the proxy where NO_PROXY names other networks: %s", (host, networks) => {
    vi.stubEnv("http_proxy", "http://env:1");
    vi.stubEnv("NO_PROXY", networks);
    expect(proxyFor(`http://${host}`, undefined)?.url.host).toBe("env:1");
  });

  test.each(["socks5://user:hunter2@proxy:1080", "http://user:hunter2@:::"])(
    "%s is refused in plain words",
    (value) => {
      vi.stubEnv("https_proxy", value);
      const take = (): unknown => proxyFor("https://kuma.example", undefined);
      expect(take).toThrow(/the proxy (must start with http|is not a URL)/);
      expect(take).not.toThrow("hunter2");
    },
  );
});
