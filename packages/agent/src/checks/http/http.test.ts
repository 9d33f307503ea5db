import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { freePort } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookByConfig, problemsOf, untilNoSocket, type Settings } from "../../../test/support/check-by-config.ts";
import { certificateOptions, certificates, closeAll, listen, plainServer } from "../../../test/support/listen.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-http-"));
});
afterEach(async () => {
  await closeAll();
  await untilNoSocket();
  await rm(folder, { recursive: true });
});

function look(url: string, settings: Settings = {}) {
  return lookByConfig({ type: "http", url, attempts: 1, timeout: 5, ...settings }, { configFolder: folder });
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

const page = (status: number, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  serve((_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });

test("an answer with 200 is UP; the query stays out of the message", async () => {
  const url = await page(200, "fine");
  const result = await look(`${url}/health?key=S3cret`);
  expect(result).toMatchObject({ status: "up", message: `${url}/health answered 200 OK` });
  expect(result.durationMs).toBeGreaterThan(0);
});

test.each<[number, unknown, "up" | "down"]>([
  [204, undefined, "up"],
  [404, undefined, "down"],
  [404, 404, "up"],
  [401, ["200-299", 401], "up"],
  [503, "200-499", "down"],
  [302, "300-399", "up"],
])("status %i where %j is right is %s", async (status, expectStatus, verdict) => {
  const url = await page(status, "");
  expect((await look(url, { expectStatus, redirects: 0 })).status).toBe(verdict);
});

test("what is wrong stands in the message", async () => {
  const json = await page(503, '{"error":"no database"}\n', { "content-type": "application/json" });
  expect((await look(json)).message).toBe(
    `${json}/ answered 503 Service Unavailable, not 200-299: "{"error":"no database"}"`,
  );
  const html = await page(502, "<html><head><title>502 Bad\nGateway</title>", { "content-type": "text/html" });
  expect((await look(html)).message).toBe(`${html}/ answered 502 Bad Gateway, not 200-299: "502 Bad"`);
});

describe("the request", () => {
  const echo = () =>
    serve((request, response) => {
      void (async () => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
      })();
    });

  test("method, body, headers, and a header from a file", async () => {
    await writeFile(join(folder, "key"), "s3cret-key\n", { mode: 0o600 });
    const settings = { body: "a=1", headers: { "X-Plain": "p", "X-Key": { file: "key" }, Host: "shop.example" } };
    const json = {
      "/method": "POST",
      "/body": "a=1",
      "/headers/x-plain": "p",
      "/headers/x-key": "s3cret-key",
      "/headers/host": "shop.example",
      "/headers/accept-encoding": "identity",
      "/url": "/a?b=c",
    };
    expect(await look(`${await echo()}/a?b=c`, { ...settings, json })).toMatchObject({ status: "up" });
  });

  test("logins come from files", async () => {
    await writeFile(join(folder, "secret"), "pässword\n");
    const basic = `Basic ${Buffer.from("me:pässword").toString("base64")}`;
    const login = { username: "me", passwordFile: "secret" };
    expect(await look(await echo(), { login, json: { "/headers/authorization": basic } })).toMatchObject({
      status: "up",
    });
    await writeFile(join(folder, "token"), "t0ken");
    const bearer = { bearerTokenFile: "token", json: { "/headers/authorization": "Bearer t0ken" } };
    expect(await look(await echo(), bearer)).toMatchObject({ status: "up" });
  });

  test("a secret that comes back is masked", async () => {
    await writeFile(join(folder, "token"), "t0ken-of-the-shop");
    const url = await serve((request, response) => {
      response.writeHead(403, { "content-type": "text/plain" });
      response.end(`no: ${request.headers.authorization}`);
    });
    const { message } = await look(url, { bearerTokenFile: "token" });
    expect(message).toContain("answered 403");
    expect(message).not.toContain("t0ken");
  });

  test.each<[string, string, RegExp]>([
    ["absent", "", /^the bearerTokenFile cannot be read, there is no such file/],
    ["empty", "\n", /^the bearerTokenFile must hold one line and nothing else/],
    ["lines", "a\nb\n", /^the bearerTokenFile must hold one line and nothing else/],
  ])("a secret file that is %s says nothing of the server", async (name, content, message) => {
    if (content !== "") await writeFile(join(folder, name), content);
    expect(await look(await echo(), { bearerTokenFile: name })).toMatchObject({
      status: "noData",
      message: expect.stringMatching(message),
    });
  });

  test("a Unix socket", async () => {
    const path = join(folder, "api.sock");
    expect(await look("http://docker/_ping", { socket: path })).toMatchObject({
      status: "down",
      message: `there is no socket ${path}`,
    });
    await listen(
      createServer((request, response) => response.end(`${request.headers.host}${request.url}`)),
      { path },
    );
    expect(await look("http://docker/_ping", { socket: path, contains: "docker/_ping" })).toMatchObject({
      status: "up",
    });
  });
});

describe("the body", () => {
  test.each<[Settings, "up" | "down", string]>([
    [{ contains: "healthy" }, "up", "200 OK"],
    [{ contains: "/^STATUS: \\w+$/im" }, "up", "200 OK"],
    [{ contains: "absent" }, "down", "but absent is not in its body"],
    [{ notContains: "absent" }, "up", "200 OK"],
    [{ notContains: "/heal/" }, "down", "but its body has /heal/"],
    [{ json: { "/a": 1 } }, "down", "but its body is not JSON"],
  ])("%j is %s", async (settings, status, message) => {
    const url = await page(200, "first\u0007\nstatus: healthy\nlast");
    const result = await look(url, settings);
    expect(result.status).toBe(status);
    expect(result.message).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ["/status", "ok", "answered 200 OK"],
    ["/checks/1/a~1b", true, "answered 200 OK"],
    ["/none", null, "answered 200 OK"],
    ["/status", "fine", 'its JSON /status is "ok", not "fine"'],
    ["/absent/deep", 1, "its JSON /absent/deep is missing, not 1"],
    ["/__proto__", 1, "is missing"],
  ])("JSON %s = %j: %s", async (pointer, value, message) => {
    const url = await page(200, JSON.stringify({ status: "ok", none: null, checks: [0, { "a/b": true }] }));
    const result = await look(url, { json: { [pointer]: value } });
    expect(result.status).toBe(message.startsWith("answered") ? "up" : "down");
    expect(result.message).toContain(message);
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("%s is unpacked although nobody asked for it", async (encoding, pack) => {
    const url = await page(200, pack("all is well"), { "content-encoding": encoding });
    expect(await look(url, { contains: "all is well" })).toMatchObject({ status: "up" });
  });

  test("what is said to be packed and is not", async () => {
    const url = await page(200, "plain", { "content-encoding": "gzip" });
    expect(await look(url)).toMatchObject({
      status: "down",
      message: `${url}/ answered, but its body cannot be unpacked`,
    });
    const strange = await page(200, "plain", { "content-encoding": "zip!" });
    expect((await look(strange)).message).toContain("its body is packed in an unknown way: zip!");
  });

  test("10 MB, and a bomb of zeros, are read to the first MiB only", async () => {
    const big = Buffer.concat([Buffer.alloc(10 * 1024 * 1024, "x"), Buffer.from("the end")]);
    for (const [body, headers] of [
      [big, {}],
      [gzipSync(Buffer.alloc(200 * 1024 * 1024)), { "content-encoding": "gzip" }],
    ] as const) {
      const url = await page(200, body, headers);
      expect(await look(url)).toMatchObject({ status: "up" });
      expect((await look(url, { contains: "the end" })).message).toContain("but the end is not in its first MiB");
      expect((await look(url, { json: { "/a": 1 } })).message).toContain("longer than 1 MiB");
    }
  });

  test("another charset", async () => {
    const url = await page(200, Buffer.from([0x66, 0xfc, 0x72]), { "content-type": "text/plain; charset=iso-8859-1" });
    expect(await look(url, { contains: "für" })).toMatchObject({ status: "up" });
  });

  test("a slow pattern says nothing of the server", async () => {
    const url = await page(200, `${"a".repeat(50)}b`);
    expect(await look(url, { contains: "/^(a+)+$/" })).toMatchObject({ status: "noData" });
  });
});

describe("redirects", () => {
  const chain = () =>
    serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });

  test("are followed, to a limit", async () => {
    const url = await chain();
    expect(await look(`${url}/2`, { contains: "there" })).toMatchObject({
      status: "up",
      message: `${url}/0 answered 200 OK (2 redirects)`,
    });
    expect((await look(`${url}/9`, { redirects: 3 })).message).toBe(
      `${url}/9 redirects more than 3 times, at last to ${url}/5`,
    );
    expect((await look(`${url}/1`, { redirects: 0 })).message).toContain(
      "answered 302 Found, a redirect that is not followed",
    );
  });

  test("take no secret to another origin", async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers["x-key"], request.method);
      response.end("other");
    });
    const url = await serve((_, response) => response.writeHead(307, { location: `${other}/x` }).end());
    await writeFile(join(folder, "token"), "t0ken");
    const settings = { bearerTokenFile: "token", headers: { "X-Key": "k" }, body: "secret", contains: "other" };
    expect(await look(url, settings)).toMatchObject({ status: "up" });
    expect(seen).toEqual([undefined, undefined, "POST"]);
  });

  test.each(["file:///etc/passwd", "http://", "javascript:alert(1)"])("to %s are an error", async (location) => {
    const url = await page(301, "", { location });
    expect(await look(url)).toMatchObject({ status: "down", message: expect.stringMatching(/redirects to/) });
  });
});

describe("a server that does not behave", () => {
  test("never answers, drips headers, drips its body", async () => {
    const mute = await listen(plainServer());
    const drip = (start: string) =>
      listen(
        plainServer((socket) => {
          socket.write(start);
          const timer = setInterval(() => socket.write("x"), 100);
          socket.once("close", () => clearInterval(timer));
        }),
      );
    const ports = [mute, await drip("HTTP/1.1 200 OK\r\nX-Slow: "), await drip("HTTP/1.1 200 OK\r\n\r\n")];
    for (const port of ports) {
      expect(await look(`http://127.0.0.1:${port}`, { timeout: 0.5 })).toMatchObject({
        status: "down",
        message: `http://127.0.0.1:${port}/ timed out: no answer within 0.5 s`,
      });
    }
  });

  test.each<[string, string]>([
    ["SSH-2.0-OpenSSH\r\n", "speaks no HTTP"],
    [`HTTP/1.1 200 OK\r\nX: ${"y".repeat(20_000)}\r\n\r\n`, "are longer than 16 KiB"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "cut the connection"],
    ["", "cut the connection"],
  ])("%j", async (said, message) => {
    const port = await listen(plainServer((socket) => socket.once("data", () => socket.end(said))));
    const result = await look(`http://127.0.0.1:${port}`);
    expect(result.status).toBe("down");
    expect(result.message).toContain(message);
  });

  test("refuses", async () => {
    const port = await freePort();
    expect((await look(`http://127.0.0.1:${port}/x`)).message).toBe(`nothing listens on http://127.0.0.1:${port}/x`);
  });

  test("is slow", async () => {
    const url = await serve((_, response) => void setTimeout(() => response.end("late"), 300));
    expect(await look(url, { maxResponseTime: "5s" })).toMatchObject({ status: "up" });
    expect((await look(url, { maxResponseTime: "100ms" })).message).toMatch(
      /but only after [\d.]+ s, more than 0\.1 s$/,
    );
  });
});

test("TLS: an own authority, a certificate that is not trusted, and none at all", async () => {
  const port = await listen(createHttpsServer(certificateOptions(), (_, response) => response.end("safe")));
  const url = `https://localhost:${port}`;
  expect(await look(url, { caFile: `${certificates}authority.pem`, contains: "safe" })).toMatchObject({ status: "up" });
  expect(await look(url)).toMatchObject({ status: "down", message: expect.stringMatching(/not trusted|incomplete/) });
  expect(await look(url, { insecure: true })).toMatchObject({ status: "up" });
  const plain = await page(200, "");
  expect((await look(plain.replace("http:", "https:"))).message).toMatch(/speaks no TLS$/);
});

test.each<[Settings, string]>([
  [{ url: "ftp://a" }, "url: must start with http:// or https://"],
  [{ url: "http://u:p@a" }, "url: must not hold a user or password"],
  [{ url: "nothing" }, "url: is not a URL"],
  [{ headers: { "a b": "c" } }, "is not a header name"],
  [{ headers: { a: "b\nc" } }, "headers.a: "],
  [{ method: "GET", body: "x" }, "body: cannot be sent with GET"],
  [{ method: "HEAD", contains: "x" }, "contains: needs a body"],
  [{ expectStatus: "200-" }, "expectStatus: must be status codes"],
  [{ expectStatus: "299-200" }, "expectStatus: must be status codes"],
  [{ json: { status: "ok" } }, "must be a JSON pointer"],
  [
    { login: { username: "a", passwordFile: "b" }, bearerTokenFile: "c" },
    "bearerTokenFile: cannot be set together with login",
  ],
  [{ maxResponseTime: "fast" }, "maxResponseTime: is not a duration"],
])("%j is refused: %s", (settings, problem) => {
  expect(problemsOf({ type: "http", url: "http://a", ...settings })).toContain(problem);
});
