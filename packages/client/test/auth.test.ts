import type { Socket } from "socket.io";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connect, passwordAuth, sessionTokenAuth, totpFromSecret } from "../src/index.ts";
import type { AuthStrategy } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
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
import type { Script, ScriptedKuma } from "./support/scripted-kuma.ts";

const password = "hunter2-€@:/";

/** A server whose account wants the two-factor code 123456, and takes each code once. */
function twoFactor(): NonNullable<Script["replies"]> {
  const used = new Set<unknown>();
  return {
    login: ([data], socket) => {
      const { token } = data as { token: string };
      if (token === "") return { tokenRequired: true };
      if (used.has(token)) return { ok: false, msg: "authInvalidToken", msgi18n: true };
      used.add(token);
      if (token !== "123456" && token !== "654321") return { ok: false, msg: "authInvalidToken", msgi18n: true };
      sayListsOfTwo(socket);
      return { ok: true, token: sessionToken };
    },
  };
}

function refusing(answer: unknown): NonNullable<Script["replies"]> {
  return { login: () => answer, loginByToken: () => answer };
}

async function failWith(kuma: ScriptedKuma, auth: AuthStrategy) {
  return failureOf(connect({ url: kuma.url, auth, timeouts: { login: 1_000 } }));
}

const codesSent = (kuma: ScriptedKuma): unknown[] =>
  kuma.argsOf("login").map(([data]) => (data as { token: string }).token);

afterEach(() => {
  vi.useRealTimers();
});

describe("password", () => {
  test("gives a session token, which no output shows", async () => {
    await using kuma = await startScriptedKuma({
      replies: { login: (_, socket) => (sayListsOfTwo(socket), { ok: true, token: sessionToken }) },
    });
    await using client = await connect({ url: kuma.url, auth: passwordAuth({ username: "admin", password }) });
    expect(client.session.token).toBe(sessionToken);
    expect(kuma.argsOf("login")).toEqual([[{ username: "admin", password, token: "" }]]);
    expect(everythingShown(client.session)).not.toContain(sessionToken);
    expect(everythingShown(client)).not.toContain(sessionToken);
  });

  test.each([
    [
      "wrong, 2.x",
      { ok: false, msg: "authIncorrectCreds", msgi18n: true },
      { code: "KUMA_AUTH_INVALID_CREDENTIALS", isRetryable: false },
    ],
    [
      "wrong, 1.23",
      { ok: false, msg: "Incorrect username or password." },
      { code: "KUMA_AUTH_INVALID_CREDENTIALS", isRetryable: false },
    ],
    [
      "too often",
      { ok: false, msg: "Too frequently, try again later." },
      { code: "KUMA_AUTH_RATE_LIMITED", isRetryable: true },
    ],
    ["two-factor", { tokenRequired: true }, { code: "KUMA_AUTH_TOTP_REQUIRED", isRetryable: false }],
    [
      "anything else",
      { ok: false, msg: `the user ${password} is odd` },
      { code: "KUMA_AUTH_REFUSED", isRetryable: false },
    ],
    ["nothing to understand", "what?", { code: "KUMA_PROTOCOL", isRetryable: false }],
    ["silence", noAnswer, { code: "KUMA_TIMEOUT_CALL", isRetryable: true }],
  ])("refused: %s", async (_, answer, expected) => {
    await using kuma = await startScriptedKuma({ replies: refusing(answer) });
    const failure = await failWith(kuma, passwordAuth({ username: "admin", password }));
    expect(failure).toMatchObject(expected);
    expect(everythingShown(failure)).not.toContain(password);
    expect(kuma.argsOf("login")).toHaveLength(1);
  });

  test("an API key never reaches the server", async () => {
    await using kuma = await startScriptedKuma({ replies: refusing({ ok: false, msg: "authIncorrectCreds" }) });
    const key = "uk3_aBcDeFgHiJkLmNoPqRsTuVwXyZ-_0123456789abcd";
    for (const auth of [passwordAuth({ username: "admin", password: key }), sessionTokenAuth(key)]) {
      const failure = await failWith(kuma, auth);
      expect(failure.code).toBe("KUMA_AUTH_API_KEY");
      expect(failure.hint).toContain("/metrics");
      expect(everythingShown(failure)).not.toContain(key);
    }
    expect(kuma.received).toEqual([]);
  });
});

describe("two-factor code", () => {
  test("is asked for only when the server wants it", async () => {
    await using kuma = await startScriptedKuma({ replies: twoFactor() });
    const totp = vi.fn<() => string>(() => "123 456");
    await using client = await connect({ url: kuma.url, auth: passwordAuth({ username: "admin", password, totp }) });
    expect(client.session.token).toBe(sessionToken);
    expect(totp).toHaveBeenCalledTimes(1);
    expect(codesSent(kuma)).toEqual(["", "123456"]);
  });

  test("a wrong one is said to be wrong, and not shown", async () => {
    await using kuma = await startScriptedKuma({ replies: twoFactor() });
    const failure = await failWith(kuma, passwordAuth({ username: "admin", password, totp: () => "111222" }));
    expect(failure.code).toBe("KUMA_AUTH_TOTP_INVALID");
    expect(everythingShown(failure)).not.toContain("111222");
  });

  test("something else than digits is not sent", async () => {
    await using kuma = await startScriptedKuma({ replies: twoFactor() });
    const failure = await failWith(kuma, passwordAuth({ username: "admin", password, totp: () => "abc" }));
    expect(failure.code).toBe("KUMA_AUTH_TOTP_INVALID");
    expect(codesSent(kuma)).toEqual([""]);
  });

  test("one that was used is never sent again, but the next one is", async () => {
    await using kuma = await startScriptedKuma({ replies: twoFactor() });
    // The clock of the codes stands just before a new one.
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-01-01T00:00:29.900Z") });
    const codes = ["123456", "123456", "654321", "654321", "654321"];
    const auth = passwordAuth({ username: "admin", password, totp: () => codes.shift() ?? "" });
    await using first = await connect({ url: kuma.url, auth });
    await using second = await connect({ url: kuma.url, auth });
    const failure = await failWith(kuma, auth);
    expect([first.session.token, second.session.token]).toEqual([sessionToken, sessionToken]);
    expect(failure.code).toBe("KUMA_AUTH_TOTP_INVALID");
    expect(codesSent(kuma)).toEqual(["", "123456", "", "654321", ""]);
  });
});

describe("two-factor codes that are computed", () => {
  const secret = "JBSWY3DPEHPK3PXP";
  const codeAt = async (time: number): Promise<string> => {
    vi.setSystemTime(time);
    return totpFromSecret(secret)();
  };

  test("log in twice within a step: the server takes the next one's, too; then it is waited", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.parse("2026-01-01T00:00:29.500Z");
    const now = await codeAt(start);
    const next = await codeAt(start + 30_000);
    const afterNext = await codeAt(start + 60_000);
    vi.setSystemTime(start);
    // Somebody else has used the present one.
    const used = new Set([now]);
    const login = ([given]: readonly unknown[]): unknown => {
      const { token } = given as { token: string };
      if (token === "") return { tokenRequired: true };
      if (used.has(token)) return { ok: false, msg: "authInvalidToken", msgi18n: true };
      used.add(token);
      return { ok: true, token: sessionToken };
    };
    const greet = (socket: Socket): void => {
      socket.emit("info", anonymousInfo);
      sayListsOfTwo(socket);
      socket.emit("loginRequired");
    };
    await using kuma = await startScriptedKuma({ greet, replies: { login } });
    const auth = passwordAuth({ username: "admin", password, totp: totpFromSecret(secret) });
    await using first = await connect({ url: kuma.url, auth });
    const second = connect({ url: kuma.url, auth });
    await expect.poll(() => codesSent(kuma).length).toBe(4);
    vi.setSystemTime(start + 30_000);
    await using other = await second;
    expect([first.session.token, other.session.token]).toEqual([sessionToken, sessionToken]);
    expect(codesSent(kuma)).toEqual(["", now, next, "", afterNext]);
  });
});

describe("session token", () => {
  test.each([
    ["2.x", { ok: false, msg: "authInvalidToken", msgi18n: true }],
    ["1.23", { ok: false, msg: "Invalid token." }],
  ])("refused by %s", async (_, answer) => {
    await using kuma = await startScriptedKuma({ replies: refusing(answer) });
    const failure = await failWith(kuma, sessionTokenAuth(sessionToken));
    expect(failure.code).toBe("KUMA_AUTH_SESSION_INVALID");
    expect(everythingShown(failure)).not.toContain(sessionToken);
  });

  test("a call on a connection that is not logged in any more says so", async () => {
    const getTags = (): unknown => ({ ok: false, msg: "You are not logged in." });
    await using kuma = await startScriptedKuma({ replies: { ...repliesOfTwo, getTags } });
    await using client = await connect({ url: kuma.url, auth: sessionTokenAuth(sessionToken) });
    expect(await failureOf(client.tags.list())).toMatchObject({ code: "KUMA_AUTH_REQUIRED" });
  });
});

describe("without a log-in", () => {
  test.each([
    ["2.x", undefined, 0],
    ["1.23", greetAsOne, 1],
  ] as const)("a %s that wants one says so at once", async (_, greet, questions) => {
    const getTags = (): unknown => ({ ok: false, msg: "You are not logged in." });
    await using kuma = await startScriptedKuma({ replies: { getTags }, ...(greet === undefined ? {} : { greet }) });
    const failure = await failureOf(connect({ url: kuma.url }));
    expect(failure).toMatchObject({
      code: "KUMA_AUTH_REQUIRED",
      message: `The Uptime Kuma at ${kuma.url} wants a log-in.`,
      hint: "Give `auth`: passwordAuth, sessionTokenAuth or storedSessionAuth.",
    });
    expect(kuma.argsOf("getTags")).toHaveLength(questions);
  });

  test("where authentication is off, a log-in that nobody looks at is warned of", async () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const logger = { debug: quiet, info: quiet, error: quiet, warn: (line: string) => void warnings.push(line) };
    const greet = (socket: Socket): void => {
      socket.emit("info", anonymousInfo);
      sayListsOfTwo(socket);
      socket.emit("autoLogin");
    };
    await using kuma = await startScriptedKuma({ greet });
    const auth = passwordAuth({ username: "admin", password: "whatever" });
    await using client = await connect({ url: kuma.url, auth, logger });
    expect([client.server.version, kuma.argsOf("login"), warnings]).toEqual([
      "2.5.3",
      [],
      [`authentication is switched off at ${kuma.url}: anybody may do everything there, and the log-in went unchecked`],
    ]);
  });
});
