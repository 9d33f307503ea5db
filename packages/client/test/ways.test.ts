import { startFaultProxy } from "@kumakit/testkit";
import type { ServerResponse } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { connect, fetchEntryPage, isKumaError, sessionTokenAuth } from "../src/index.ts";
import type { ConnectOptions, KumaClient } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { startForwardProxy } from "./support/forward-proxy.ts";
import { repliesOfTwo, sessionToken, startScriptedKuma } from "./support/scripted-kuma.ts";
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";
import { startTlsProxy, testAuthority } from "./support/tls-proxy.ts";

const auth = sessionTokenAuth(sessionToken);
const replies = { ...repliesOfTwo, getTags: () => ({ ok: true, tags: [{ id: 1, name: "a", color: "#fff" }] }) };
const start = (script: Script = {}): Promise<ScriptedKuma> => startScriptedKuma({ replies, ...script });
const open = (options: Omit<ConnectOptions, "auth">): Promise<KumaClient> => connect({ auth, ...options });

async function works(options: Omit<ConnectOptions, "auth">): Promise<void> {
  await using client = await open(options);
  expect(await client.tags.list()).toHaveLength(1);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a proxy that lets no WebSocket through leaves long polling, over a lost connection, too", async () => {
  await using kuma = await start();
  await using proxy = await startFaultProxy({ target: kuma.url });
  await proxy.set({ kind: "refuseUpgrade" });
  await using client = await open({ url: proxy.url });
  expect(await client.tags.list()).toHaveLength(1);
  expect(kuma.handshakes).toMatchObject([{ transport: "polling" }]);
  kuma.cut();
  await expect.poll(() => kuma.argsOf("loginByToken"), { timeout: 5_000 }).toHaveLength(2);
  expect(await client.tags.list()).toHaveLength(1);
});

test("a WebSocket that is cut while it takes over from long polling ends the connection, and nobody waits for the timeout", async () => {
  await using kuma = await start();
  const timeouts = { connect: 20_000, login: 20_000, call: 20_000 };
  const outcomeAt = async (afterBytes: number): Promise<string> => {
    await using proxy = await startFaultProxy({ target: kuma.url });
    // A fresh WebSocket never stands with so little; the one that takes over does, at one of these places.
    await proxy.set({ kind: "cutTunnel", afterBytes });
    const started = performance.now();
    const outcome = await works({ url: proxy.url, timeouts }).then(
      () => "connected",
      (error: unknown) => (isKumaError(error) ? error.code : String(error)),
    );
    return performance.now() - started < 8_000 ? outcome : `${outcome}, too late`;
  };
  const places = Array.from({ length: 24 }, (_, index) => 130 + index);
  const outcomes = new Set(await Promise.all(places.map(outcomeAt)));
  expect([...outcomes].toSorted()).toEqual(["KUMA_CONNECTION_LOST", "connected"]);
}, 60_000);

test("TLS with an authority of one's own, by WebSocket and by polling", async () => {
  await using kuma = await start();
  await using secure = await startTlsProxy(kuma.url);
  await works({ url: secure.url, tls: { ca: testAuthority } });
  await works({ url: secure.url, tls: { rejectUnauthorized: false } });
  expect(kuma.handshakes.map(({ transport }) => transport)).toEqual(["websocket", "websocket"]);
  await using onlyPolling = await start({ transports: ["polling"] });
  await using secureToo = await startTlsProxy(onlyPolling.url);
  await works({ url: secureToo.url, tls: { ca: testAuthority } });
  await works({ url: secureToo.url, tls: { rejectUnauthorized: false } });
});

test("TLS without trust is refused, and what is wrong behind trusted TLS is said", async () => {
  await using kuma = await start();
  await using secure = await startTlsProxy(kuma.url);
  const failure = await failureOf(open({ url: secure.url }));
  expect(failure).toMatchObject({ code: "KUMA_CONNECTION_TLS", hint: expect.stringContaining("authority") });
  await using broken = await start({ transports: [], onRequest: (_, response) => void response.writeHead(502).end() });
  await using secureToo = await startTlsProxy(broken.url);
  expect(await failureOf(open({ url: secureToo.url, tls: { ca: testAuthority } }))).toMatchObject({
    code: "KUMA_CONNECTION_HTTP",
  });
});

test("IPv6, by WebSocket and by polling", async () => {
  await using kuma = await start();
  await using secure = await startTlsProxy(kuma.url, "::1");
  await works({ url: secure.url, tls: { ca: testAuthority } });
  await using onlyPolling = await start({ transports: ["polling"] });
  await using secureToo = await startTlsProxy(onlyPolling.url, "::1");
  await works({ url: secureToo.url, tls: { ca: testAuthority } });
  expect([...kuma.handshakes, ...onlyPolling.handshakes].map(({ transport }) => transport)).toEqual([
    "websocket",
    "polling",
  ]);
});

test("the proxy of the environment is used, for TLS and without", async () => {
  await using kuma = await start({ path: "/kuma/socket.io/" });
  await using secure = await startTlsProxy(kuma.url);
  await using proxy = await startForwardProxy({ credentials: "me:s3cret-word" });
  const withCredentials = proxy.url.replace("//", "//me:s3cret-word@");
  vi.stubEnv("HTTP_PROXY", withCredentials);
  vi.stubEnv("HTTPS_PROXY", withCredentials);
  vi.stubEnv("NO_PROXY", "");
  vi.stubEnv("no_proxy", "");
  const [plainHost, secureHost] = [new URL(kuma.url).host, new URL(secure.url).host];
  // The question for the kind of the log-in, and the connection: at the same time.
  const plainRequests = [`CONNECT ${plainHost}`, `GET ${kuma.url}/kuma/api/auth/ok`];
  await works({ url: `${kuma.url}/kuma` });
  expect(proxy.requests.toSorted()).toEqual(plainRequests);
  await works({ url: `${secure.url}/kuma`, tls: { ca: testAuthority } });
  expect(proxy.requests.slice(2)).toEqual([`CONNECT ${secureHost}`, `CONNECT ${secureHost}`]);
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  await works({ url: `${kuma.url}/kuma` });
  vi.stubEnv("NO_PROXY", "");
  await works({ url: `${kuma.url}/kuma`, proxy: false });
  expect(proxy.requests).toHaveLength(4);
  // Once more as at first: what kept it away was NO_PROXY, and not that it could not be reached any more.
  await works({ url: `${kuma.url}/kuma` });
  expect(proxy.requests.slice(4).toSorted()).toEqual(plainRequests);
});

test("plain HTTP goes the same way", async () => {
  await using kuma = await start();
  await using secure = await startTlsProxy(kuma.url);
  await using proxy = await startForwardProxy({ credentials: "me:s3cret-word" });
  const options = { proxy: proxy.url.replace("//", "//me:s3cret-word@"), tls: { ca: testAuthority } };
  const page = { kind: "dashboard" };
  expect(await fetchEntryPage(kuma.url, options)).toMatchObject(page);
  expect(await fetchEntryPage(secure.url, options)).toMatchObject(page);
  expect(proxy.requests).toEqual([`GET ${kuma.url}/api/entry-page`, `CONNECT ${new URL(secure.url).host}`]);
  expect(await fetchEntryPage(secure.url, { tls: { ca: testAuthority }, proxy: false })).toMatchObject(page);
  vi.stubEnv("HTTP_PROXY", options.proxy);
  for (const name of ["NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
  expect(await fetchEntryPage(kuma.url)).toMatchObject(page);
  expect(proxy.requests.slice(2)).toEqual([`GET ${kuma.url}/api/entry-page`]);
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  expect(await fetchEntryPage(kuma.url)).toMatchObject(page);
  expect(proxy.requests).toHaveLength(3);
});

test("a proxy that tunnels nothing still takes long polling", async () => {
  await using kuma = await start();
  await using proxy = await startForwardProxy({ refusesTunnels: true });
  await works({ url: kuma.url, proxy: proxy.url });
  expect(kuma.handshakes).toMatchObject([{ transport: "polling" }]);
  expect(proxy.requests).toContain(`GET ${kuma.url}/socket.io/`);
});

test("a proxy that is away, or wants a log-in, is named", async () => {
  await using kuma = await start();
  const gone = await startForwardProxy();
  await gone[Symbol.asyncDispose]();
  const { host } = new URL(gone.url);
  const away = await failureOf(open({ url: kuma.url, proxy: gone.url.replace("//", "//me:s3cret-word@") }));
  expect(away).toMatchObject({
    code: "KUMA_CONNECTION_REFUSED",
    message: `Nothing listens on ${host} (ECONNREFUSED).`,
    hint: expect.stringContaining(`${host} is the proxy`),
  });
  expect(everythingShown(away)).not.toContain("s3cret-word");
  await using strict = await startForwardProxy({ credentials: "me:s3cret-word" });
  expect(await failureOf(open({ url: kuma.url, proxy: strict.url }))).toMatchObject({
    message: `The proxy ${new URL(strict.url).host} wants a log-in (HTTP 407).`,
  });
  expect(await failureOf(open({ url: kuma.url, proxy: "socks5://127.0.0.1:1080" }))).toMatchObject({
    code: "KUMA_VALIDATION",
    field: "proxy",
  });
});

test("a redirect is not followed, but named", async () => {
  await using front = await start({
    transports: [],
    onRequest: ({ url }, response) => void response.writeHead(301, { location: `https://kuma.example${url}` }).end(),
  });
  expect(await failureOf(open({ url: front.url }))).toMatchObject({
    code: "KUMA_CONNECTION_NOT_KUMA",
    hint: "Use the URL that it leads to: https://kuma.example.",
  });
});

test("a portal before the server is named, with what has to pass and the headers that may", async () => {
  const leads = (location: string) => (_: unknown, response: ServerResponse) =>
    void response.writeHead(302, { location }).end();
  await using portal = await start({ transports: [], onRequest: leads("https://auth.example/login?rd=%2F") });
  expect(await failureOf(open({ url: `${portal.url}/kuma` }))).toMatchObject({
    code: "KUMA_CONNECTION_NOT_KUMA",
    isKeptOut: true,
    hint: "auth.example looks like a login portal: let /kuma/socket.io/ and /kuma/api/push/ pass without it, or give the headers that it lets through.",
  });
  await using page = await start({ transports: [], onRequest: leads("/kuma/") });
  expect(await failureOf(open({ url: page.url }))).toMatchObject({
    isKeptOut: false,
    hint: `Use the URL that it leads to: ${page.url}/kuma.`,
  });
  await using basic = await start({ transports: [], onRequest: (_, response) => void response.writeHead(401).end() });
  expect(await failureOf(open({ url: basic.url }))).toMatchObject({
    code: "KUMA_CONNECTION_HTTP",
    isKeptOut: true,
    hint: "Give the headers of that log-in, or let /socket.io/ and /api/push/ pass without it.",
  });
});
