import { startLoginDouble } from "@kumakit/testkit";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connect, endSession, needsFirstUser, passwordAuth, sessionTokenAuth, setUpFirstUser } from "../src/index.ts";
import type { KumaClient, Logger } from "../src/index.ts";
import { everythingShown } from "./support/everything-shown.ts";
import { failureOf } from "./support/failure-of.ts";
import { startScriptedKuma } from "./support/scripted-kuma.ts";
import { totpCode } from "./support/totp-code.ts";

const username = "admin";
const password = "kuma-Test-1";
const account = { username, password };
const signIn = "/api/auth/sign-in/username";

function logIn(url: string, more: { totp?: () => string; logger?: Logger } = {}): Promise<KumaClient> {
  const { totp, logger } = more;
  return connect({ url, auth: passwordAuth({ ...account, totp }), logger });
}

function listening(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  return { logger: { debug: say, info: say, warn: say, error: say }, lines };
}

/** A call that is on its way when the connection is found lost is lost with it; a later one waits. */
async function comesBack(client: KumaClient): Promise<void> {
  await expect.poll(() => client.tags.list({ timeout: 10_000 }), { timeout: 20_000 }).toEqual([]);
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a server that keeps its sessions in cookies", () => {
  test("is found out before the log-in, which is by HTTP; the socket comes with the cookie", async () => {
    await using kuma = await startLoginDouble(account);
    const { logger, lines } = listening();
    await using client = await logIn(kuma.url, { logger });
    expect(client.server).toMatchObject({ version: "3.0.0-beta.0", capabilities: { hasCookieSessions: true } });
    expect(client.session.username).toBe(username);
    const token = client.session.token ?? "";
    expect(token).toMatch(/^better-auth\.session_token=/);
    expect(kuma.requests.filter((path) => !path.includes("/socket.io/"))).toEqual([
      "GET /api/auth/ok",
      `POST ${signIn}`,
    ]);
    expect(kuma.handshakes).toEqual([undefined, token]);

    await using again = await connect({ url: kuma.url, auth: sessionTokenAuth(token), logger });
    expect(await again.tags.list()).toEqual([]);
    expect(kuma.handshakes.slice(2)).toEqual([token]);
    expect(kuma.requests.filter((path) => !path.includes("/socket.io/"))).toHaveLength(2);
    const secret = token.slice(token.indexOf("=") + 1);
    for (const shown of [everythingShown(again), everythingShown(client), lines.join("\n")]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(password);
    }
  });

  test("a proxy's cookie stays beside that of the session", async () => {
    await using kuma = await startLoginDouble(account);
    const headers = { cookie: "proxy=let-me-in" };
    await using client = await connect({ url: kuma.url, auth: passwordAuth(account), headers });
    expect(kuma.handshakes).toEqual(["proxy=let-me-in", `proxy=let-me-in; ${client.session.token ?? ""}`]);
  });

  test.each([
    [username, "wrong-Password-1", "upper and lower case"],
    ["a b c", password, "3 to 30 letters"],
    ["ab", password, "3 to 30 letters"],
  ])("refuses %s with %s", async (name, given, hint) => {
    await using kuma = await startLoginDouble(account);
    const failure = await failureOf(
      connect({ url: kuma.url, auth: passwordAuth({ username: name, password: given }) }),
    );
    expect(failure).toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    expect(everythingShown(failure)).not.toContain(given);
    expect(everythingShown(failure)).toContain(hint);
  });

  test("takes a few log-ins in ten seconds: one more waits, if it may", async () => {
    await using kuma = await startLoginDouble(account);
    const { logger, lines } = listening();
    kuma.refuseNext(signIn, 1);
    await using client = await logIn(kuma.url, { logger });
    expect(client.session.username).toBe(username);
    expect(lines).toContain("waiting 1 s: the server takes no more of these requests for the moment");
    kuma.refuseNext(signIn, 1);
    const auth = passwordAuth(account);
    expect(await failureOf(connect({ url: kuma.url, auth, timeouts: { login: 900 } }))).toMatchObject({
      code: "KUMA_AUTH_RATE_LIMITED",
      isRetryable: true,
    });
  });

  test("wants a second factor once it is set up, and gives another cookie for it", async () => {
    await using kuma = await startLoginDouble(account);
    await using owner = await logIn(kuma.url);
    const first = owner.session.token;
    const { twoFactor } = owner.account;
    expect(await failureOf(twoFactor.prepare("wrong-Password-1"))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
    });
    const prepared = await twoFactor.prepare(password);
    expect(prepared.backupCodes).toHaveLength(10);
    expect(await failureOf(twoFactor.enable(password, "000 000"))).toMatchObject({ code: "KUMA_AUTH_TOTP_INVALID" });
    await twoFactor.enable(password, totpCode(prepared.uri));
    expect(await twoFactor.isEnabled()).toBe(true);
    expect(owner.session.token).not.toBe(first);
    expect(await failureOf(twoFactor.prepare(password))).toMatchObject({ code: "KUMA_REJECTED" });

    expect(await failureOf(logIn(kuma.url))).toMatchObject({ code: "KUMA_AUTH_TOTP_REQUIRED" });
    await using client = await logIn(kuma.url, { totp: () => totpCode(prepared.uri) });
    expect(client.session.username).toBe(username);
    kuma.cut();
    await comesBack(owner);
    await twoFactor.disable(password);
    expect(await twoFactor.isEnabled()).toBe(false);
  });

  test("a changed password ends the other sessions, and this one goes on over a lost connection", async () => {
    await using kuma = await startLoginDouble(account);
    await using client = await logIn(kuma.url);
    const old = client.session.token ?? "";
    const newPassword = "kuma-Test-2";
    const { account: own } = client;
    expect(await failureOf(own.changePassword({ currentPassword: "wrong-1", newPassword }))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
    });
    expect(await failureOf(own.changePassword({ currentPassword: password, newPassword: "short" }))).toMatchObject({
      code: "KUMA_REJECTED",
    });
    await own.changePassword({ currentPassword: password, newPassword });
    expect(client.session.token).not.toBe(old);
    expect(await failureOf(connect({ url: kuma.url, auth: sessionTokenAuth(old) }))).toMatchObject({
      code: "KUMA_AUTH_SESSION_INVALID",
    });
    kuma.cut();
    await comesBack(client);
    // Ended elsewhere: the new password brings another one.
    await endSession({ url: kuma.url, token: client.session.token ?? "" });
    const ended = client.session.token;
    kuma.cut();
    await comesBack(client);
    expect(client.session.token).not.toBe(ended);
  });

  test("a client that is given a cookie alone fails for good when its session has ended", async () => {
    await using kuma = await startLoginDouble(account);
    await using owner = await logIn(kuma.url);
    const token = owner.session.token ?? "";
    await using client = await connect({ url: kuma.url, auth: sessionTokenAuth(token) });
    expect(await endSession({ url: kuma.url, token })).toBe(true);
    kuma.cut();
    await expect
      .poll(() => failureOf(client.tags.list({ timeout: 10_000 })), { timeout: 20_000 })
      .toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID", hint: expect.stringContaining("seven days") });
  });

  test("a password that was changed elsewhere ends it for those with the old one, and a new log-in goes on with the right one", async () => {
    await using kuma = await startLoginDouble(account);
    const { url } = kuma;
    await using owner = await logIn(url);
    const newPassword = "kuma-Test-2";
    await using byToken = await connect({ url, auth: sessionTokenAuth(owner.session.token ?? "") });
    await using byOldPassword = await logIn(url);
    await owner.account.changePassword({ currentPassword: password, newPassword });
    await using byNewPassword = await connect({ url, auth: passwordAuth({ username, password: newPassword }) });
    const ended = byNewPassword.session.token;
    // Ends all sessions again, and leaves the password as it is.
    await owner.account.changePassword({ currentPassword: newPassword, newPassword });
    kuma.cut();
    const failures = [byToken, byOldPassword].map((client) =>
      expect.poll(() => failureOf(client.tags.list({ timeout: 10_000 })), { timeout: 20_000 }),
    );
    await failures[0]?.toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID", hint: expect.stringContaining("password") });
    await failures[1]?.toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    await comesBack(byNewPassword);
    expect(byNewPassword.session.token).not.toBe(ended);
  });

  test("a server that is too busy to look at the session is waited for: it has not said no", async () => {
    const begin = async (timeouts?: { login: number }) => {
      const kuma = await startLoginDouble(account);
      await using owner = await logIn(kuma.url);
      const token = owner.session.token ?? "";
      const goOn = kuma.stall();
      return { kuma, token, goOn, connecting: connect({ url: kuma.url, auth: sessionTokenAuth(token), timeouts }) };
    };
    const [slow, silent] = [await begin(), await begin({ login: 1_000 })];
    const timeout = failureOf(silent.connecting);
    // Longer than it takes until the probe is given up, and the first words of the server are taken for all.
    setTimeout(slow.goOn, 6_000);
    await using client = await slow.connecting;
    expect(await client.tags.list()).toEqual([]);
    expect(client.session.token).toBe(slow.token);
    expect(await timeout).toMatchObject({ code: "KUMA_TIMEOUT_CALL" });
    for (const { kuma } of [slow, silent]) await kuma[Symbol.asyncDispose]();
  });

  test("the session of a long connection is shown to the server twice a day", async () => {
    await using kuma = await startLoginDouble(account);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const client = await logIn(kuma.url);
    const renewals = (): number => kuma.requests.filter((path) => path === "GET /api/auth/get-session").length;
    vi.advanceTimersByTime(24 * 3_600_000);
    await vi.waitUntil(() => renewals() === 2);
    await client.close();
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(renewals()).toBe(2);
  });

  test("is set up by HTTP, once, with a name and a password that let the account in", async () => {
    await using kuma = await startLoginDouble();
    const { url } = kuma;
    expect(await needsFirstUser(url)).toBe(true);
    expect(await failureOf(logIn(url))).toMatchObject({ code: "KUMA_SETUP_FIRST_USER" });
    for (const wrong of [{ username: "me@home" }, { username: "me" }, { password: "short" }])
      expect(await failureOf(setUpFirstUser({ url, ...account, ...wrong }))).toMatchObject({ code: "KUMA_VALIDATION" });
    await setUpFirstUser({ url, ...account });
    expect(await needsFirstUser(url)).toBe(false);
    await using client = await logIn(url);
    expect(client.session.username).toBe(username);
    expect(await failureOf(setUpFirstUser({ url, ...account }))).toMatchObject({ code: "KUMA_REJECTED" });
  });
});

test("a cookie is not accepted by a server of before, and no password goes to it by HTTP", async () => {
  await using kuma = await startScriptedKuma();
  const cookie = "better-auth.session_token=abcdefghijklmnopqrstuvwxyz012345.c2lnbmF0dXJl";
  expect(await failureOf(connect({ url: kuma.url, auth: sessionTokenAuth(cookie) }))).toMatchObject({
    code: "KUMA_AUTH_SESSION_INVALID",
  });
  expect(kuma.argsOf("loginByToken")).toEqual([]);
});
