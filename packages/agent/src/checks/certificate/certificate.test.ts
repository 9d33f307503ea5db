import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@kumakit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeValidity } from "./judge-validity.ts";
import { judgeShown } from "./look-at-server.ts";
import { readCertificates } from "../../files/read-certificates.ts";
import { lookByConfig, problemsOf, untilNoSocket, type Settings } from "../../../test/support/check-by-config.ts";
import { certificates, closeAll, listen, plainServer, tlsServer } from "../../../test/support/listen.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-certificate-"));
});
afterEach(async () => {
  await closeAll();
  await untilNoSocket();
  await rm(folder, { recursive: true });
});

function look(settings: Settings) {
  return lookByConfig({ type: "certificate", ...settings }, { configFolder: certificates });
}

describe("a file", () => {
  test.each(["good.pem", "good.der"])("%s", async (file) => {
    const result = await look({ file });
    expect(result.status).toBe("up");
    expect(result.message).toMatch(
      /good\.(pem|der), CN=localhost \(localhost, 127\.0\.0\.1, 0:0:0:0:0:0:0:1\), expires on 2120-01-01 00:00 UTC, in \d{5} days$/,
    );
    expect(result.durationMs).toBeGreaterThan(0);
  });

  test.each([
    ["expired.pem", /expired on 2021-01-01 00:00 UTC, \d{4} days ago$/],
    ["future.pem", /is not valid before 2100-01-01 00:00 UTC, in \d{5} days$/],
    ["key.pem", /key\.pem holds no certificate$/],
    ["README.md", /is neither PEM nor DER$/],
    ["absent.pem", /there is no such file/],
    [".", /is not an ordinary file/],
  ])("%s is DOWN", async (file, message) => {
    expect(await look({ file })).toMatchObject({ status: "down", message: expect.stringMatching(message) });
  });

  test("a bundle is as good as the first of it to expire; a key beside it does not matter", async () => {
    const parts = await Promise.all(
      ["key", "good", "authority"].map((name) => readFile(`${certificates}${name}.pem`, "utf8")),
    );
    const file = join(folder, "bundle %n'\".pem");
    await writeFile(file, `some text\n${parts.join("\n")}`);
    expect(await look({ file })).toMatchObject({
      status: "up",
      message: expect.stringMatching(/, CN=localhost .* in \d+ days, the first of 2 to do so$/),
    });
    await writeFile(file, `${parts.join("")}${await readFile(`${certificates}expired.pem`, "utf8")}`);
    expect(await look({ file })).toMatchObject({
      status: "down",
      message: expect.stringContaining("expired on 2021-01-01"),
    });
    await writeFile(file, `${parts.join("")}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`);
    expect(await look({ file })).toMatchObject({
      status: "down",
      message: expect.stringContaining("holds something broken"),
    });
  });

  test("a pipe is not waited for", async () => {
    const file = join(folder, "pipe");
    execFileSync("/usr/bin/mkfifo", [file]);
    expect(await look({ file })).toMatchObject({
      status: "down",
      message: expect.stringContaining("not an ordinary file"),
    });
  });
});

test("DOWN begins exactly at the limit", async () => {
  const certificate = new X509Certificate(await readFile(`${certificates}good.pem`));
  const end = Date.parse("2120-01-01T00:00:00Z");
  const day = 86_400_000;
  const at = (now: number) => judgeValidity([certificate], { place: "shop", downBeforeMs: 14 * day, now });
  expect(at(end - 14 * day).status).toBe("up");
  expect(at(end - 14 * day + 1000)).toMatchObject({
    status: "down",
    message: expect.stringMatching(/in 13 days: renew it$/),
  });
  expect(at(end - 60_000)).toMatchObject({ status: "down", message: expect.stringMatching(/in 1 min: renew it$/) });
  expect(at(end)).toMatchObject({ status: "down", message: expect.stringMatching(/expired on .*less than 1 s ago$/) });
});

describe("a server", () => {
  const server = (port: number, settings: Settings = {}) =>
    look({ host: "localhost", port, attempts: 1, timeout: 5, caFile: "authority.pem", ...settings });

  test("a good certificate", async () => {
    const port = await listen(tlsServer());
    expect(await server(port)).toMatchObject({
      status: "up",
      message: expect.stringMatching(/^the certificate of localhost:\d+, CN=localhost .* in \d{5} days$/),
    });
    expect(await server(port, { host: "127.0.0.1" })).toMatchObject({ status: "up" });
  });

  test.each<[string, Settings, RegExp]>([
    ["expired", {}, /expired on 2021-01-01/],
    ["expired", { trust: false, caFile: undefined }, /expired on 2021-01-01/],
    ["future", {}, /not valid before 2100/],
    [
      "other-name",
      {},
      /is not for localhost, but CN=other\.example \(other\.example, www\.other\.example, (\w\.other\.example, ){2}\w\.other\.example and 1 more\)$/,
    ],
    ["good", { caFile: undefined }, /not trusted|incomplete/],
    ["good", { serverName: "else.example" }, /is not for else\.example/],
  ])("%s with %j is DOWN", async (name, settings, message) => {
    const port = await listen(tlsServer(name));
    expect(await server(port, settings)).toMatchObject({ status: "down", message: expect.stringMatching(message) });
  });

  describe("the path on which it is trusted", () => {
    const caFile = "chain-root.pem";

    test.each<[string, RegExp, string]>([
      ["chain", /CN=localhost \(localhost\), expires on 2119-01-01/, "up"],
      ["chain-crossed", /CN=localhost \(localhost\), expires on 2119-01-01/, "up"],
      [
        "chain-expired",
        /^the intermediate certificate of localhost:\d+, CN=Chain intermediate, expired on 2021-01-01/,
        "down",
      ],
    ])("%s", async (name, message, status) => {
      const port = await listen(tlsServer(name));
      expect(await server(port, { caFile })).toMatchObject({ status, message: expect.stringMatching(message) });
    });

    test.each<[string, string, string]>([
      [
        "2049-12-29T00:00:00Z",
        "down",
        "the intermediate certificate of a:443, CN=Chain intermediate, expires on 2050-01-01 00:00 UTC, in 3 days: renew it",
      ],
      [
        "2049-12-01T00:00:00Z",
        "up",
        "the certificate of a:443, CN=localhost (localhost), expires on 2119-01-01 00:00 UTC, in 25232 days",
      ],
    ])("on %s the intermediate makes it %s", async (day, status, message) => {
      const [ca, ...texts] = await Promise.all(
        ["chain-root", "chain-crossed"].map((name) => readFile(`${certificates}${name}.pem`, "utf8")),
      );
      const all = readCertificates(Buffer.from(texts.join("")));
      const [certificate] = all;
      if (certificate === undefined) throw new Error("no certificate");
      const shown = { certificate, all, distrust: undefined, isForOtherName: false };
      const target = { kind: "tcp", host: "a", port: 443 } as const;
      const signal = AbortSignal.timeout(1000);
      const options = { target, serverName: "a", mustTrust: true, timeoutMs: 1, downBeforeMs: 14 * 86_400_000, signal };
      expect(judgeShown(shown, options, { ca, now: Date.parse(day) })).toEqual({ status, message });
    });
  });

  test("without trust only the dates count", async () => {
    const port = await listen(tlsServer("other-name"));
    expect(await server(port, { trust: false, caFile: undefined })).toMatchObject({ status: "up" });
  });

  test("no server, no TLS, no answer", async () => {
    expect((await server(await freePort())).message).toMatch(/^nothing listens on localhost:/);
    expect((await server(await listen(plainServer((socket) => void socket.end("220 mail\r\n"))))).message).toMatch(
      /speaks no TLS$/,
    );
    expect((await server(await listen(plainServer()), { timeout: 0.3 })).message).toMatch(
      /timed out: no answer within 0\.3 s$/,
    );
  });

  test("a caFile that cannot be read says nothing of the server", async () => {
    expect(await server(1, { caFile: "absent.pem" })).toMatchObject({ status: "noData" });
  });
});

test.each<[Settings, string]>([
  [{}, "file: is missing: name a file, or a host"],
  [{ file: "a", host: "b" }, "host: cannot be set together with file"],
  [{ file: "a", port: 1 }, "port: needs a host"],
  [{ file: "a", trust: false }, "trust: needs a host"],
  [{ host: "https://a" }, "host: must be a host name or an IP address"],
  [{ file: "a", downBefore: "two weeks" }, "downBefore: is not a duration"],
])("%j is refused: %s", (settings, problem) => {
  expect(problemsOf({ type: "certificate", ...settings })).toContain(problem);
});
