import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { fetchEntryPage, fetchMetrics, fetchPublicStatusPage, push } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

const token = "s3cr3tT0kens3cr3tT0ken";

describe("a push", () => {
  test("asks for what was said, with a base path and headers", async () => {
    const asked: unknown[] = [];
    const server = await serve((request, response) => {
      asked.push([request.method, request.url, request.headers["x-proxy"]]);
      response.setHeader("content-type", "application/json");
      response.end('{"ok":true}');
    });
    await push(
      { server: `${server}/kuma/`, token },
      { status: "down", message: "a b&c" },
      { headers: { "x-proxy": "1" } },
    );
    await push(`${server}/api/push/${token}?status=up&msg=OK&ping=`, { ping: 1.5 });
    expect(asked).toEqual([
      ["GET", `/kuma/api/push/${token}?status=down&msg=a+b%26c`, "1"],
      ["GET", `/api/push/${token}?status=up&ping=1.5`, undefined],
    ]);
  });

  test.each([
    { code: "KUMA_CONNECTION_NOT_KUMA", status: 200, type: "text/html", body: "<html>ok:true</html>" },
    { code: "KUMA_CONNECTION_HTTP", status: 502, type: "text/html", body: "Bad Gateway" },
    { code: "KUMA_CONNECTION_NOT_KUMA", status: 200, type: "application/json", body: '{"ok":tru' },
    { code: "KUMA_PROTOCOL", status: 200, type: "application/json", body: '{"success":true}' },
    { code: "KUMA_REJECTED", status: 200, type: "application/json", body: `{"ok":false,"msg":"no ${token}"}` },
    { code: "KUMA_REJECTED", status: 404, type: "application/json", body: '{"ok":false,"msg":"Monitor not found"}' },
  ])("that is answered otherwise is a failure: $code for $status $type", async ({ code, status, type, body }) => {
    const server = await serve((_, response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
    const failure = await failureOf(push({ server, token }));
    expect(failure).toMatchObject({ code });
    expect(everythingShown(failure)).not.toContain(token);
  });

  test.each([
    ["target", "http://127.0.0.1:1/dashboard", {}],
    ["target", "127.0.0.1/api/push/x", {}],
    ["status", `http://127.0.0.1:1/api/push/${token}`, { status: "pending" }],
    ["ping", `http://127.0.0.1:1/api/push/${token}`, { ping: -1 }],
    ["message", `http://127.0.0.1:1/api/push/${token}`, { message: "ä".repeat(2_000) }],
  ])("with a wrong %s is not sent", async (field, target, beat) => {
    const failure = await failureOf(push(target, beat as { ping: number }));
    expect(failure).toMatchObject({ code: "KUMA_VALIDATION", field });
  });
});

describe("a plain request", () => {
  test("ends in time though the answer comes drop by drop, and when it is stopped", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    });
    const slow = failureOf(fetchPublicStatusPage(server, "shop", { timeout: 300 }));
    expect(await slow).toMatchObject({
      code: "KUMA_TIMEOUT_CALL",
      timeout: 300,
      hint: expect.stringContaining("slug"),
    });
    const signal = AbortSignal.timeout(100);
    expect(await failureOf(fetchEntryPage(server, { signal }))).toMatchObject({ code: "KUMA_ABORTED" });
  });

  test("that is cut off says so", async () => {
    const server = await serve((request) => request.socket.destroy());
    expect(await failureOf(fetchEntryPage(server))).toMatchObject({ code: "KUMA_CONNECTION_LOST", isRetryable: true });
  });

  test("does not show a password, and says what a key is for", async () => {
    const asked: unknown[] = [];
    const server = await serve((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(401).end();
    });
    const byPassword = await failureOf(fetchMetrics(server, { username: "admin", password: "pass:wörd-1" }));
    expect(byPassword).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
      hint: expect.stringContaining("API key"),
    });
    expect(everythingShown(byPassword)).not.toContain("pass:wörd-1");
    await failureOf(fetchMetrics(server, { apiKey: "uk1_key" }));
    const encoded = ["admin:pass:wörd-1", ":uk1_key"].map((text) => `Basic ${Buffer.from(text).toString("base64")}`);
    expect(asked).toEqual(encoded);
  });

  test("trusts the certificate authority that it is given, and nobody else", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kumakit-tls-"));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, "-keyout", keyFile, "-out", certFile],
      { stdio: "ignore" },
    );
    const [key, ca] = [readFileSync(keyFile, "utf8"), readFileSync(certFile, "utf8")];
    const port = await listen(
      createTlsServer({ key, cert: ca }, (_, response) => {
        response.setHeader("content-type", "application/json");
        response.end('{"type":"entryPage","entryPage":"statusPage-shop"}');
      }),
    );
    const server = `https://127.0.0.1:${port}`;
    const page = { kind: "status-page", slug: "shop", isByDomain: false };
    expect(await fetchEntryPage(server, { tls: { ca } })).toEqual(page);
    expect(await fetchEntryPage(server, { tls: { rejectUnauthorized: false } })).toEqual(page);
    expect(await failureOf(fetchEntryPage(server))).toMatchObject({ code: "KUMA_CONNECTION_TLS" });
    const signal = AbortSignal.abort();
    expect(await failureOf(fetchEntryPage(server, { tls: { ca }, signal }))).toMatchObject({ code: "KUMA_ABORTED" });
  });
});
