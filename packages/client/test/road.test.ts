import { freePort, startFaultProxy } from "@kumakit/testkit";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

import { examineRoad } from "../src/index.ts";
import { startForwardProxy } from "./support/forward-proxy.ts";
import { startScriptedKuma } from "./support/scripted-kuma.ts";
import { startTlsProxy, testAuthority } from "./support/tls-proxy.ts";

const ms = expect.any(Number) as number;

async function startServer(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

test("a plain way: the name, the connection, the answer, WebSockets, one clock", async () => {
  await using kuma = await startScriptedKuma();
  const road = await examineRoad(kuma.url.replace("127.0.0.1", "localhost"), { proxy: false });
  expect(road).toMatchObject({
    proxy: null,
    reached: { dns: ms, tcp: ms, tls: null, http: ms },
    certificate: null,
    hasWebSocket: true,
  });
  expect(road.addresses).toContain("127.0.0.1");
  expect(Math.abs(road.clockAhead ?? Number.NaN)).toBeLessThan(2000);
});

test("TLS, and the certificate that ends first", async () => {
  await using kuma = await startScriptedKuma();
  await using secure = await startTlsProxy(kuma.url);
  const road = await examineRoad(secure.url, { proxy: false, tls: { ca: testAuthority } });
  expect(road).toMatchObject({ reached: { tls: ms, http: ms }, hasWebSocket: true, addresses: [] });
  expect(road.certificate?.validTo.getTime()).toBeGreaterThan(Date.now());
});

test("a way that breaks off says how far it led", async () => {
  await using kuma = await startScriptedKuma();
  await using secure = await startTlsProxy(kuma.url);
  // Nobody trusts the authority: connected, and no TLS.
  expect(await examineRoad(secure.url, { proxy: false })).toMatchObject({
    reached: { tcp: ms, tls: null, http: null },
    hasWebSocket: null,
  });
  expect(await examineRoad(`http://127.0.0.1:${await freePort()}`, { proxy: false })).toMatchObject({
    reached: { tcp: null, http: null },
    clockAhead: null,
  });
});

test("WebSockets that something in front refuses", async () => {
  await using kuma = await startScriptedKuma();
  await using proxy = await startFaultProxy({ target: kuma.url });
  await proxy.set({ kind: "refuseUpgrade" });
  expect(await examineRoad(proxy.url, { proxy: false })).toMatchObject({ reached: { http: ms }, hasWebSocket: false });
});

test("an HTTP proxy is named without its password, and not asked for WebSockets", async () => {
  await using kuma = await startScriptedKuma();
  await using proxy = await startForwardProxy({ credentials: "me:s3cret-word" });
  const road = await examineRoad(kuma.url, { proxy: proxy.url.replace("//", "//me:s3cret-word@") });
  expect(road).toMatchObject({ proxy: new URL(proxy.url).host, reached: { http: ms }, hasWebSocket: null });
  expect(JSON.stringify(road)).not.toContain("s3cret-word");
});

test("the clock of a server that is an hour ahead, and of one that says no time", async () => {
  const ahead = (_: unknown, response: { setHeader: (name: string, value: string) => unknown; end: () => unknown }) => {
    response.setHeader("date", new Date(Date.now() + 3_600_000).toUTCString());
    response.end();
  };
  await using server = await startServer(ahead);
  const road = await examineRoad(server.url, { proxy: false });
  expect(road.clockAhead).toBeGreaterThan(3_590_000);
  expect(road.clockAhead).toBeLessThan(3_610_000);
  await using timeless = await startServer((_, response) => {
    response.sendDate = false;
    response.end();
  });
  expect(await examineRoad(timeless.url, { proxy: false })).toMatchObject({ reached: { http: ms }, clockAhead: null });
});

test("a server that never answers is waited for no longer than the timeout, for both requests", async () => {
  await using server = await startServer(() => {});
  const start = performance.now();
  expect(await examineRoad(server.url, { proxy: false, timeout: 300 })).toMatchObject({
    reached: { tcp: ms, http: null },
  });
  expect(performance.now() - start).toBeLessThan(5000);
});

test("a signal ends it, also one that was aborted before", async () => {
  await using server = await startServer(() => {});
  const signal = AbortSignal.abort();
  expect(await examineRoad(server.url, { proxy: false, signal })).toMatchObject({ reached: { http: null } });
});
