import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { findSessionKind } from "../src/auth/session-kind.ts";
import type { KindQuestion } from "../src/auth/session-kind.ts";
import { parseServerUrl } from "../src/urls/server-url.ts";
import { startForwardProxy } from "./support/forward-proxy.ts";

interface Asked extends AsyncDisposable {
  readonly question: KindQuestion;
  readonly paths: readonly (string | undefined)[];
  readonly url: string;
}

async function serve(answer: RequestListener, basePath = ""): Promise<Asked> {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`;
  return {
    question: { url: parseServerUrl(url), headers: {}, tls: {}, proxy: undefined, signal: undefined },
    paths,
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html; charset=utf-8" };

describe("how a server keeps its sessions, by what it answers", () => {
  test.each<[string, readonly [number, Record<string, string>, string], "token" | "cookie"]>([
    ["that of 3.0", [200, json, '{"ok":true}'], "cookie"],
    ["3.0 that was asked too often", [429, { "x-retry-after": "7" }, '{"message":"Too many requests."}'], "cookie"],
    ["the start page of 2.x", [200, html, "<!doctype html>"], "token"],
    ["a web page that looks like it", [200, html, '{"ok":true}'], "token"],
    ["another JSON", [200, json, '{"ok":false}'], "token"],
    ["JSON that is cut", [200, json, '{"ok":'], "token"],
    ["null", [200, json, "null"], "token"],
    ["a proxy that limits", [429, json, '{"ok":true}'], "token"],
    ["a proxy that forbids", [403, json, '{"ok":true}'], "token"],
    ["a redirect", [302, { ...json, location: "/login" }, '{"ok":true}'], "token"],
  ])("%s", async (_, [status, headers, body], kind) => {
    await using server = await serve((__, response) => response.writeHead(status, headers).end(body), "/kuma");
    expect(await findSessionKind(server.question)).toBe(kind);
    expect(server.paths).toEqual(["/kuma/api/auth/ok"]);
  });

  test("reads no more than it needs of an answer without an end", async () => {
    let sent = 0;
    await using server = await serve((_, response) => {
      response.writeHead(200, json);
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(1_000))) sent += 1_000;
      };
      response.on("drain", more);
      more();
    });
    expect(await findSessionKind(server.question)).toBe("token");
    expect(sent).toBeLessThan(20_000_000);
  });

  test("waits 3 s for one that is silent, and not at all for a caller who has gone", async () => {
    await using server = await serve(() => {});
    const started = performance.now();
    expect(await findSessionKind(server.question)).toBeUndefined();
    expect(performance.now() - started).toBeGreaterThan(2_900);
    expect(await findSessionKind({ ...server.question, signal: AbortSignal.abort() })).toBeUndefined();
    const controller = new AbortController();
    const asking = findSessionKind({ ...server.question, signal: controller.signal });
    controller.abort();
    expect(await asking).toBeUndefined();
  });

  test("asks through the proxy, with the headers that it wants", async () => {
    const seen: (string | undefined)[] = [];
    await using server = await serve((request, response) => {
      seen.push(request.headers["x-pass"] as string | undefined);
      response.writeHead(200, json).end('{"ok":true}');
    });
    await using proxy = await startForwardProxy({});
    const way = { headers: { "X-Pass": "yes" }, proxy: { url: new URL(proxy.url), host: new URL(proxy.url).host } };
    expect(await findSessionKind({ ...server.question, ...way })).toBe("cookie");
    expect(proxy.requests).toEqual([`GET ${server.url}/api/auth/ok`]);
    expect(seen).toEqual(["yes"]);
  });

  test("nobody there says nothing: the connection will say what is wrong", async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    expect(await findSessionKind(server.question)).toBeUndefined();
  });
});
