import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Socket } from "socket.io";
import { describe, expect, test } from "vitest";
import { connect, needsFirstUser, passwordAuth, sessionTokenAuth, setUpFirstUser } from "../src/index.ts";
import { failureOf } from "./support/failure-of.ts";
import {
  anonymousInfo,
  greetAsOne,
  noAnswer,
  repliesOfTwo,
  sayListsOfTwo,
  sessionToken,
  startScriptedKuma,
} from "./support/scripted-kuma.ts";

const auth = sessionTokenAuth(sessionToken);

describe("connect", () => {
  test("logs in and knows the version", async () => {
    await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
    await using client = await connect({ url: kuma.url, auth });
    expect(client.server).toMatchObject({ url: kuma.url, version: "2.5.3", capabilities: { line: "2.5.3" } });
    expect(client.session.username).toBe("admin");
    expect(client.session.token).toBe(sessionToken);
    expect(kuma.handshakes[0]).toMatchObject({ transport: "websocket" });
    expect(kuma.handshakes[0]).not.toHaveProperty("origin");
  });

  test.each([
    ["by token, once more", auth, ["loginByToken", "loginByToken"]],
    ["by password, once", passwordAuth({ username: "admin", password: "p" }), ["login"]],
  ])("logs in %s, where a slow 2.x server drops what comes before it asks for the log-in", async (_, how, logins) => {
    let isReady = false;
    const dropped = (reply: () => unknown): unknown => (isReady ? reply() : noAnswer);
    await using kuma = await startScriptedKuma({
      greet: (socket) => {
        socket.emit("info", anonymousInfo);
        setTimeout(() => {
          isReady = true;
          socket.emit("loginRequired");
        }, 250);
      },
      // As the real one does: what comes before its handlers are there is dropped.
      replies: {
        needSetup: () => dropped(() => false),
        loginByToken: (args, socket) => dropped(() => repliesOfTwo["loginByToken"]?.(args, socket)),
        login: (__, socket) => dropped(() => (sayListsOfTwo(socket), { ok: true, token: sessionToken })),
      },
    });
    await using client = await connect({ url: kuma.url, auth: how, timeouts: { login: 2_000 } });
    expect(client.server.version).toBe("2.5.3");
    const sent = kuma.received.map(({ event }) => event).filter((event) => event.startsWith("login"));
    expect(sent).toEqual(logins);
  });

  test("logs in by token once where the server has heard it, however late it asks for the log-in", async () => {
    await using kuma = await startScriptedKuma({
      greet: (socket) => {
        socket.emit("info", anonymousInfo);
        setTimeout(() => socket.emit("loginRequired"), 100);
      },
      replies: {
        needSetup: () => false,
        loginByToken: async (args, socket) => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return repliesOfTwo["loginByToken"]?.(args, socket);
        },
      },
    });
    await using client = await connect({ url: kuma.url, auth });
    expect(client.server.version).toBe("2.5.3");
    expect(kuma.argsOf("loginByToken")).toHaveLength(1);
  });

  test("does not wait for ever for a question that 1.23 never asks", async () => {
    await using kuma = await startScriptedKuma({
      greet: greetAsOne,
      replies: {
        loginByToken: (_, socket) => {
          setTimeout(() => socket.emit("info", { version: "1.23.17" }), 50);
          return { ok: true };
        },
      },
    });
    await using client = await connect({ url: kuma.url, auth });
    expect(client.server).toMatchObject({ version: "1.23.17", capabilities: { pushTokenLength: 20 } });
  });

  test("logs in by token as soon as a 1.23 answers anything at all", async () => {
    let graceIsOver = false;
    await using kuma = await startScriptedKuma({
      greet: (socket) => {
        greetAsOne(socket);
        setTimeout(() => (graceIsOver = true), 390);
      },
      replies: {
        needSetup: () => false,
        loginByToken: (_, socket) => {
          socket.emit("info", { version: graceIsOver ? "too late" : "1.23.17" });
          return { ok: true };
        },
      },
    });
    await using client = await connect({ url: kuma.url, auth });
    expect(kuma.received.map(({ event }) => event)).toEqual(["needSetup", "loginByToken"]);
    expect(client.server.version).toBe("1.23.17");
  });

  test("needs no log-in where authentication is switched off", async () => {
    await using kuma = await startScriptedKuma({
      greet: (socket) => {
        sayListsOfTwo(socket);
        socket.emit("autoLogin");
      },
    });
    await using client = await connect({ url: kuma.url, auth });
    expect(client.server.version).toBe("2.5.3");
    expect(kuma.received.map(({ event }) => event)).not.toContain("loginByToken");
  });

  test("keeps a base path, and passes headers on", async () => {
    await using kuma = await startScriptedKuma({ path: "/tools/kuma/socket.io/", replies: repliesOfTwo });
    await using client = await connect({
      url: `${kuma.url}/tools/kuma/`,
      auth,
      headers: { "CF-Access-Client-Id": "me" },
    });
    expect(client.server.url).toBe(`${kuma.url}/tools/kuma`);
    expect(kuma.handshakes[0]).toMatchObject({ "cf-access-client-id": "me" });
  });

  test("falls back to long polling where WebSocket does not come through", async () => {
    await using kuma = await startScriptedKuma({ transports: ["polling"], replies: repliesOfTwo });
    await using client = await connect({ url: kuma.url, auth });
    expect(client.server.version).toBe("2.5.3");
    expect(kuma.handshakes).toMatchObject([{ transport: "polling" }]);
  });

  test("says that a server without a user must be set up", async () => {
    const asOne = (socket: Socket): void => {
      socket.emit("setup");
      socket.emit("info", anonymousInfo);
    };
    const asTwo = (socket: Socket): void => {
      socket.emit("info", anonymousInfo);
      socket.emit("setup");
      socket.emit("loginRequired");
    };
    for (const greet of [asOne, asTwo]) {
      await using kuma = await startScriptedKuma({ greet });
      expect(await failureOf(connect({ url: kuma.url, auth }))).toMatchObject({
        code: "KUMA_SETUP_FIRST_USER",
        missing: "first-user",
      });
      expect(kuma.argsOf("loginByToken")).toEqual([]);
    }
  });

  test("leaves nothing open behind it, in success and in failure", async () => {
    await using kuma = await startScriptedKuma({ replies: repliesOfTwo });
    const client = await connect({ url: kuma.url, auth });
    expect(kuma.connections).toBe(1);
    await client.close();
    await client.close();
    await failureOf(connect({ url: kuma.url, auth: sessionTokenAuth("nonsense") }));
    await expect.poll(() => kuma.connections).toBe(0);
  });
});

describe("first user", () => {
  test("is made once", async () => {
    let needs = true;
    await using kuma = await startScriptedKuma({
      replies: {
        needSetup: () => needs,
        setup: () => {
          needs = false;
          return { ok: true, msg: "successAdded", msgi18n: true };
        },
      },
    });
    expect(await needsFirstUser(kuma.url)).toBe(true);
    await setUpFirstUser({ url: kuma.url, username: "admin", password: "kuma-Test-1" });
    expect(kuma.argsOf("setup")).toEqual([["admin", "kuma-Test-1"]]);
    expect(await needsFirstUser(kuma.url)).toBe(false);
    const again = await failureOf(setUpFirstUser({ url: kuma.url, username: "admin", password: "kuma-Test-1" }));
    expect(again).toMatchObject({
      code: "KUMA_REJECTED",
      message: `The Uptime Kuma at ${kuma.url} has a user already.`,
    });
    expect(kuma.argsOf("setup")).toHaveLength(1);
  });

  test("a weak password is explained in English", async () => {
    await using kuma = await startScriptedKuma({
      replies: { needSetup: () => true, setup: () => ({ ok: false, msg: "passwordTooWeak", msgi18n: true }) },
    });
    const failure = await failureOf(setUpFirstUser({ url: kuma.url, username: "admin", password: "abcdef" }));
    expect(failure.message).toContain("The password is too weak");
  });
});

describe("no connection", () => {
  const html = (text: string) => ({
    transports: [] as never[],
    onRequest: (_: unknown, response: ServerResponse) => void response.setHeader("content-type", "text/html").end(text),
  });

  test("an unknown host", async () => {
    const failure = await failureOf(connect({ url: "http://no-such-host.invalid:3001", auth }));
    expect(failure).toMatchObject({ code: "KUMA_CONNECTION_DNS", isRetryable: true });
    expect(failure.message).toMatch(/^The name no-such-host\.invalid (is unknown to the DNS|cannot be resolved)/);
  });

  test("a closed port", async () => {
    const kuma = await startScriptedKuma();
    await kuma[Symbol.asyncDispose]();
    const failure = await failureOf(connect({ url: kuma.url, auth }));
    expect(failure.code).toBe("KUMA_CONNECTION_REFUSED");
    expect(failure.message).toBe(`Nothing listens on ${new URL(kuma.url).host} (ECONNREFUSED).`);
  });

  test("a web server that is no Uptime Kuma", async () => {
    await using other = await startScriptedKuma(html("<h1>It works!</h1>"));
    const failure = await failureOf(connect({ url: other.url, auth }));
    expect(failure.code).toBe("KUMA_CONNECTION_NOT_KUMA");
    expect(failure.message).toBe(
      `No Uptime Kuma at ${other.url}: a page (text/html) came back instead of its socket.io.`,
    );
    expect(failure.hint).toContain("give the path too");
  });

  test("a path too much", async () => {
    await using kuma = await startScriptedKuma({
      onRequest: ({ url }, response) => {
        if (url === "/api/entry-page")
          response.setHeader("content-type", "application/json").end('{"type":"entryPage"}');
        else response.setHeader("content-type", "text/html").end("<div id=app>");
      },
    });
    const failure = await failureOf(connect({ url: `${kuma.url}/dashboard`, auth }));
    expect(failure).toMatchObject({
      code: "KUMA_CONNECTION_NOT_KUMA",
      hint: `An Uptime Kuma answers at ${kuma.url}: use that URL.`,
    });
  });

  test("a proxy whose server is down", async () => {
    await using proxy = await startScriptedKuma({
      transports: [],
      onRequest: (_, response) => void response.writeHead(502).end("Bad Gateway"),
    });
    const failure = await failureOf(connect({ url: proxy.url, auth }));
    expect(failure).toMatchObject({
      code: "KUMA_CONNECTION_HTTP",
      message: `A server in front of ${proxy.url} answered HTTP 502.`,
    });
  });

  test("the database wizard", async () => {
    await using wizard = await startScriptedKuma({
      transports: [],
      onRequest: ({ url }, response) => {
        if (url === "/api/entry-page")
          response.setHeader("content-type", "application/json").end('{"type":"setup-database"}');
        else response.setHeader("content-type", "text/html").end("<div id=app>");
      },
    });
    const failures = [await failureOf(connect({ url: wizard.url, auth })), await failureOf(needsFirstUser(wizard.url))];
    for (const failure of failures) expect(failure).toMatchObject({ code: "KUMA_SETUP_DATABASE", missing: "database" });
  });

  test("a port that takes connections and never answers", async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const started = performance.now();
    const failure = await failureOf(connect({ url, auth, timeouts: { connect: 1_000 } }));
    expect(failure).toMatchObject({
      code: "KUMA_TIMEOUT_CONNECT",
      timeout: 1_000,
      message: `No answer from ${url} within 1 s.`,
    });
    expect(performance.now() - started).toBeLessThan(1_900);
    mute.close();
  });

  test("a socket.io server that is something else", async () => {
    await using other = await startScriptedKuma({ greet: () => {} });
    const failure = await failureOf(connect({ url: other.url, auth, timeouts: { connect: 500 } }));
    expect(failure.code).toBe("KUMA_TIMEOUT_CONNECT");
    expect(failure.message).toContain("did not greet as Uptime Kuma does");
  });

  test("a port without TLS", async () => {
    await using kuma = await startScriptedKuma();
    const failure = await failureOf(connect({ url: kuma.url.replace("http:", "https:"), auth }));
    expect(failure).toMatchObject({
      code: "KUMA_CONNECTION_TLS",
      hint: "The server does not speak TLS on that port: start the URL with http://.",
    });
  });

  test("a caller who lost interest", async () => {
    await using kuma = await startScriptedKuma({ greet: () => {} });
    const started = performance.now();
    const failure = await failureOf(connect({ url: kuma.url, auth, signal: AbortSignal.timeout(200) }));
    expect(failure.code).toBe("KUMA_ABORTED");
    expect(performance.now() - started).toBeLessThan(1_500);
    await expect.poll(() => kuma.connections).toBe(0);
  });

  test("a time-out of 0", async () => {
    const failure = await failureOf(connect({ url: "http://127.0.0.1:1", auth, timeouts: { call: 0 } }));
    expect(failure).toMatchObject({ code: "KUMA_VALIDATION", field: "timeouts.call" });
  });
});
