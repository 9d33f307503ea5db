import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookByConfig, problemsOf, untilNoSocket, type Settings } from "../../../test/support/check-by-config.ts";
import { certificates, closeAll, listen, plainServer, tlsServer } from "../../../test/support/listen.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-tcp-"));
});
afterEach(async () => {
  await closeAll();
  await untilNoSocket();
  await rm(folder, { recursive: true });
});

function look(settings: Settings) {
  return lookByConfig(
    { type: "tcp", host: "127.0.0.1", attempts: 1, timeout: 5, ...settings },
    { configFolder: folder },
  );
}

test("a port that accepts connections is UP, and its time goes out", async () => {
  const port = await listen(plainServer());
  const result = await look({ port });
  expect(result).toMatchObject({ status: "up", message: `127.0.0.1:${port} accepts connections` });
  expect(result.durationMs).toBeGreaterThan(0);
});

test.each(["::1", "[::1]"])("IPv6, written %s", async (host) => {
  const port = await listen(plainServer(), { host: "::1" });
  expect(await look({ host, port })).toMatchObject({ status: "up", message: `[::1]:${port} accepts connections` });
});

test("a name, whichever of its addresses it is that listens", async () => {
  const port = await listen(plainServer());
  expect(await look({ host: "localhost", port })).toMatchObject({ status: "up" });
});

describe("why it is DOWN", () => {
  test("refused", async () => {
    const port = await freePort();
    expect(await look({ port })).toMatchObject({
      status: "down",
      message: `nothing listens on 127.0.0.1:${port}`,
    });
  });

  test("tried again before it is reported", async () => {
    const port = await freePort();
    const startedAt = performance.now();
    expect(await look({ port, attempts: 2 })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/ \(tried 2 times\)$/),
    });
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  test("no such name", async () => {
    expect(await look({ host: "absent.invalid", port: 1 })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/^the name absent\.invalid (is unknown to the DNS|cannot be resolved)/),
    });
  });

  test("reset", async () => {
    const port = await listen(plainServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
    expect(await look({ port, send: "hello", expect: "x" })).toMatchObject({
      status: "down",
      message: `127.0.0.1:${port} cut the connection`,
    });
  });

  test("timed out: it never says anything", async () => {
    const port = await listen(plainServer());
    expect(await look({ port, expect: "220 ", timeout: 0.3 })).toMatchObject({
      status: "down",
      message: `127.0.0.1:${port} timed out: it did not say 220  within 0.3 s; it said nothing`,
    });
  });

  test("timed out: no answer to the TLS handshake", async () => {
    const port = await listen(plainServer());
    expect(await look({ port, tls: true, timeout: "300ms" })).toMatchObject({
      status: "down",
      message: `127.0.0.1:${port} timed out: no answer within 0.3 s`,
    });
  });
});

describe("what it says", () => {
  test.each([
    ["SSH-2.0-", "up"],
    ["/^ssh-[12]\\.0/i", "up"],
    ["/^SSH-1/", "down"],
    ["HTTP", "down"],
  ])("%s is %s", async (wanted, status) => {
    const port = await listen(plainServer((socket) => void socket.end("SSH-2.0-OpenSSH_9.2\u001b[31m\r\nmore\r\n")));
    const result = await look({ port, expect: wanted });
    expect(result.status).toBe(status);
    expect(result.message).toContain(`127.0.0.1:${port}`);
    expect(result.message).toContain('"SSH-2.0-OpenSSH_9.2 [31m"');
  });

  test("something is sent first", async () => {
    const port = await listen(
      plainServer((socket) => socket.on("data", (data) => socket.write(`+${data.toString().trim()}`))),
    );
    expect(await look({ port, send: "PING\r\n", expect: "+PING" })).toMatchObject({ status: "up" });
  });

  test("a peer that drips is listened to until the limit", async () => {
    const port = await listen(
      plainServer((socket) => {
        const timer = setInterval(() => socket.write("x"), 100);
        socket.once("close", () => clearInterval(timer));
      }),
    );
    const result = await look({ port, expect: "never", timeout: 0.6 });
    expect(result).toMatchObject({ status: "down", message: expect.stringMatching(/it said "x{2,7}"$/) });
  });

  test("a flood is cut off", async () => {
    const port = await listen(
      plainServer((socket) => {
        const pour = (): void =>
          void (socket.write(Buffer.alloc(65_536, "y")) ? setImmediate(pour) : socket.once("drain", pour));
        pour();
      }),
    );
    expect(await look({ port, expect: "never" })).toMatchObject({
      status: "down",
      message: expect.stringMatching(/y… and more, in 64 KiB$|y…" and more, in 64 KiB$/),
    });
  });

  test("a pattern that would take ages is given up, and says nothing of the peer", async () => {
    const port = await listen(plainServer((socket) => void socket.end(`${"a".repeat(50)}b`)));
    expect(await look({ port, expect: "/^(a+)+$/" })).toMatchObject({
      status: "noData",
      message: expect.stringContaining("takes too long: make it simpler"),
    });
  });
});

describe("TLS", () => {
  const trusted = { tls: true, caFile: `${certificates}authority.pem` };

  test("a trusted certificate", async () => {
    const port = await listen(tlsServer("good", (socket) => void socket.end("hello")));
    expect(await look({ port, ...trusted })).toMatchObject({
      status: "up",
      message: `127.0.0.1:${port} accepts TLS connections`,
    });
    expect(await look({ host: "localhost", port, ...trusted, expect: "hello" })).toMatchObject({ status: "up" });
  });

  test.each([
    ["good", {}, /comes from an authority that is not trusted|its chain is incomplete/],
    ["expired", { caFile: `${certificates}authority.pem` }, /the certificate of \S+ has expired/],
    ["other-name", { caFile: `${certificates}authority.pem` }, /is for another name than 127\.0\.0\.1/],
  ])("%s %j", async (name, settings, message) => {
    const port = await listen(tlsServer(name));
    expect(await look({ port, tls: true, ...settings })).toMatchObject({
      status: "down",
      message: expect.stringMatching(message),
    });
    expect(await look({ port, tls: true, insecure: true })).toMatchObject({ status: "up" });
  });

  test("the name that is asked for may be another one", async () => {
    const port = await listen(tlsServer("other-name"));
    expect(await look({ port, ...trusted, serverName: "www.other.example" })).toMatchObject({ status: "up" });
  });

  test("a peer without TLS", async () => {
    const port = await listen(plainServer((socket) => void socket.end("220 mail ESMTP\r\n")));
    expect(await look({ port, tls: true })).toMatchObject({
      status: "down",
      message: `127.0.0.1:${port} speaks no TLS`,
    });
  });

  test("a caFile that cannot be read says nothing of the peer", async () => {
    expect(await look({ port: 1, tls: true, caFile: "absent.pem" })).toEqual({
      status: "noData",
      message: `the caFile cannot be read, there is no such file: ${folder}/absent.pem`,
    });
  });
});

describe("a Unix socket", () => {
  test("listens, or not, or is not a socket", async () => {
    const path = join(folder, "a b%n'\".sock");
    const settings = { host: undefined, socket: path };
    expect(await look(settings)).toMatchObject({ status: "down", message: `there is no socket ${path}` });
    await listen(plainServer(), { path });
    expect(await look(settings)).toMatchObject({ status: "up", message: `${path} accepts connections` });
    const file = join(folder, "file");
    await writeFile(file, "");
    expect(await look({ host: undefined, socket: file })).toMatchObject({ status: "down" });
  });
});

test("the end of the agent ends a look", async () => {
  const port = await listen(plainServer());
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const startedAt = performance.now();
  const settings = { type: "tcp", host: "127.0.0.1", port, expect: "x", timeout: 60 };
  await lookByConfig(settings, { signal: stop.signal });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test.each<[Settings, string]>([
  [{}, "host: is missing: name a host and a port, or a socket"],
  [{ host: "a" }, "port: is missing: a port goes with the host"],
  [{ host: "a", port: 1, socket: "/s" }, "socket: cannot be set together with host"],
  [{ host: "http://a", port: 1 }, "host: must be a host name or an IP address"],
  [{ host: "a\nb", port: 1 }, "host: must be a host name or an IP address"],
  [{ host: "a b", port: 1 }, "host: must be a host name or an IP address"],
  [{ host: "a:80", port: 1 }, "host: must be a host name or an IP address"],
  [{ host: "a", port: 70_000 }, "port: must be at most 65535"],
  [{ socket: "relative" }, "socket: must be the absolute path of a socket"],
  [{ host: "a", port: 1, caFile: "x" }, "caFile: needs tls: true"],
  [{ host: "a", port: 1, expect: "/(/" }, "expect: is not a regular expression"],
  [{ host: "a", port: 1, timeout: "soon" }, "timeout: is not a duration"],
  [{ host: "a", port: 1, exspect: "x" }, 'exspect: unknown setting, did you mean "expect"?'],
])("%j is refused: %s", (settings, problem) => {
  expect(problemsOf({ type: "tcp", ...settings })).toContain(problem);
});
