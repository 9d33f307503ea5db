import { createServer, connect } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect as connectTls } from "node:tls";
import { expect, test } from "vitest";
import { explainNetworkFailure, isOwnTrouble, networkFailure } from "../src/index.ts";

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test.each([
  ["ENOTFOUND", "name-unknown", "the name db.example is unknown to the DNS"],
  ["EAI_AGAIN", "name-unanswered", "the name db.example cannot be resolved: the DNS does not answer"],
  ["ECONNREFUSED", "refused", "nothing listens on db.example:80"],
  ["EPIPE", "cut", "the server cut the connection"],
  ["EHOSTUNREACH", "unreachable", "there is no way to the server: no route in the network"],
  ["ETIMEDOUT", "timeout", "the server does not answer: the connection timed out"],
  ["ENOTDIR", "no-socket", "there is no socket db.example:80"],
  ["EMFILE", "own-limit", "no connection to db.example:80: EMFILE"],
  ["CERT_HAS_EXPIRED", "certificate-expired", "the certificate of the server has expired"],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "certificate-name",
    "the certificate of the server is for another name than db.example",
  ],
  ["CERT_REVOKED", "tls", "TLS with the server failed (CERT_REVOKED)"],
  ["HPE_INVALID_CONSTANT", "not-http", "the server speaks no HTTP"],
  ["EWHATEVER", "other", "no connection to db.example:80: EWHATEVER"],
  ["constructor", "other", "no connection to db.example:80: constructor"],
])("%s is %s: %s", (code, kind, words) => {
  const error = withCode(code);
  expect(networkFailure(error)).toEqual({ kind, code });
  expect(explainNetworkFailure(error, { name: "the server", place: "db.example:80", host: "db.example" })).toBe(words);
});

test("the cause below an error of fetch and each address that was tried count", () => {
  const tried = new AggregateError([withCode("EWHATEVER"), withCode("ECONNREFUSED")]);
  const fetched = new TypeError("fetch failed", { cause: withCode("UND_ERR_SOCKET") });
  expect(networkFailure(tried).kind).toBe("refused");
  expect(networkFailure(new TypeError("fetch failed", { cause: tried })).code).toBe("ECONNREFUSED");
  expect(networkFailure(fetched)).toEqual({ kind: "cut", code: "UND_ERR_SOCKET" });
  expect(networkFailure("no error")).toEqual({ kind: "other", code: undefined });
  expect(explainNetworkFailure(new Error("no code"), { name: "db" })).toBe("no connection to db: no code");
});

test("trouble of this side is found among other failures", () => {
  expect(isOwnTrouble(new AggregateError([withCode("ECONNREFUSED"), withCode("EACCES")]))).toBe(true);
  expect(isOwnTrouble(withCode("ECONNREFUSED"))).toBe(false);
});

test("real sockets say the same", async () => {
  const server = createServer((socket) =>
    socket
      .on("error", () => undefined)
      .resume()
      .end("220 plain\r\n"),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [tls] = (await once(connectTls({ port, host: "127.0.0.1" }), "error")) as unknown[];
  expect(explainNetworkFailure(tls, { name: "mail:25" })).toBe("mail:25 speaks no TLS");
  server.close();
  await once(server, "close");
  const [refused] = (await once(connect(port, "127.0.0.1"), "error")) as unknown[];
  expect(networkFailure(refused).kind).toBe("refused");
  const [missing] = (await once(connect("/nowhere/at/all.sock"), "error")) as unknown[];
  expect(networkFailure(missing).kind).toBe("no-socket");
});
