import { startFaultProxy } from "@kumakit/testkit";
import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  connect,
  endSession,
  passwordAuth,
  sessionTokenAuth,
  storedSessionAuth,
  totpFromSecret,
} from "../../src/index.ts";
import type { KumaClient, Logger } from "../../src/index.ts";
import { everythingShown } from "../support/everything-shown.ts";
import { failureOf } from "../support/failure-of.ts";
import { totpCode } from "../support/totp-code.ts";

const username = "admin";
const password = "kuma-Test-1";
const ignore = (): void => {};

/** Before 3.0: what the log-in gives is a token, which a cookie can never be taken for. */
describe.each(ownServers.filter(({ hasCookieSessions }) => !hasCookieSessions))("sessions of $label", (kind) => {
  test("are tokens that log in again, not cookies", async () => {
    await using server = await kind.start({ admin: { username, password } });
    await using client = await connect({ url: server.url, auth: passwordAuth({ username, password }) });
    const token = client.session.token ?? "";
    expect(token.split(".")).toHaveLength(3);
    expect(token).not.toContain("=");
    await using again = await connect({ url: server.url, auth: sessionTokenAuth(token) });
    expect(await again.tags.list()).toEqual([]);
  });
});

/** Sessions that are cookies: 3.0 and later. */
describe.each(ownServers.filter(({ hasCookieSessions }) => hasCookieSessions))("cookie sessions of $label", (kind) => {
  let server: OwnServer;

  beforeAll(async () => {
    server = await kind.start({ admin: { username, password } });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const logIn = (more: Partial<Parameters<typeof passwordAuth>[0]> = {}): Promise<KumaClient> =>
    connect({ url: server.url, auth: passwordAuth({ username, password, ...more }) });

  test("a token of before is not accepted any more, and the password brings a cookie in its place", async () => {
    const { url } = server;
    const old = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl";
    const started = performance.now();
    expect(await failureOf(connect({ url, auth: sessionTokenAuth(old) }))).toMatchObject({
      code: "KUMA_AUTH_SESSION_INVALID",
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    const kept: (string | undefined)[] = [old];
    const store = {
      load: () => kept.at(-1),
      save: (token: string) => void kept.push(token),
      clear: () => void kept.push(undefined),
    };
    const auth = storedSessionAuth(store, passwordAuth({ username, password }));
    await using client = await connect({ url, auth });
    expect(kept).toEqual([old, undefined, expect.stringContaining("session_token=")]);
    await using again = await connect({ url, auth });
    expect(again.session.token).toBe(client.session.token);
    expect(kept).toHaveLength(3);
  });

  test("a two-factor code is wanted and checked; a session needs none; the first is made without a connection lost", async () => {
    const { url } = server;
    await using owner = await logIn();
    const { twoFactor } = owner.account;
    const prepared = await twoFactor.prepare(password);
    expect(prepared.backupCodes?.length).toBeGreaterThan(0);
    expect(everythingShown(prepared)).not.toContain(prepared.backupCodes?.[0]);
    await twoFactor.enable(password, totpCode(prepared.uri));
    expect(await failureOf(logIn())).toMatchObject({ code: "KUMA_AUTH_TOTP_REQUIRED" });
    const code = totpCode(prepared.uri);
    const wrong = code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    expect(await failureOf(logIn({ totp: () => wrong }))).toMatchObject({ code: "KUMA_AUTH_TOTP_INVALID" });
    await using client = await logIn({ totp: totpFromSecret(prepared.uri) });
    await using bySession = await connect({ url, auth: sessionTokenAuth(client.session.token ?? "") });
    expect(await bySession.tags.list()).toEqual([]);
    await twoFactor.disable(password);
    expect(await owner.tags.list()).toEqual([]);
  });

  test("a session that was ended logs nobody in, and a connection with a password comes back with another one", async () => {
    const { url } = server;
    const lines: string[] = [];
    const say = (text: string): void => void lines.push(text);
    const logger: Logger = { debug: say, info: say, warn: say, error: say };
    await using client = await connect({ url, auth: passwordAuth({ username, password }), logger });
    const token = client.session.token ?? "";
    expect(await endSession({ url, token })).toBe(true);
    expect(await endSession({ url, token: "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl" })).toBe(false);
    const failure = await failureOf(connect({ url, auth: sessionTokenAuth(token) }));
    expect(failure).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID", hint: expect.stringContaining("seven days") });
    expect(everythingShown(failure)).not.toContain(token.slice(token.indexOf("=") + 1));
    await server.kill();
    await server.start();
    await expect.poll(() => client.tags.list({ timeout: 30_000 }), { timeout: 30_000 }).toEqual([]);
    expect(client.session.token).not.toBe(token);
    const [secret] = token.slice(token.indexOf("=") + 1).split(".");
    expect(lines.join("\n")).not.toContain(secret);
  });

  test("who is connected stays so over a change of the password, and its token does not", async () => {
    await using client = await logIn();
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const auth = sessionTokenAuth(client.session.token ?? "");
    const before = client.session.token ?? "";
    await client.account.changePassword({ currentPassword: password, newPassword: "kuma-Test-2" });
    expect(await failureOf(connect({ url: server.url, auth, logger }))).toMatchObject({
      code: "KUMA_AUTH_SESSION_INVALID",
    });
    expect(client.session.token).not.toBe(before);
    await client.account.changePassword({ currentPassword: "kuma-Test-2", newPassword: password });
    await using again = await connect({ url: server.url, auth: sessionTokenAuth(client.session.token ?? "") });
    expect(await again.tags.list()).toEqual([]);
  });

  test("a password that was changed elsewhere ends it for those with the old one, and the right one logs in again", async () => {
    const { url } = server;
    await using owner = await logIn();
    await using proxy = await startFaultProxy({ target: url });
    const other = { username, password: "kuma-Test-3" };
    await using byToken = await connect({ url: proxy.url, auth: sessionTokenAuth(owner.session.token ?? "") });
    await using byOldPassword = await connect({ url: proxy.url, auth: passwordAuth({ username, password }) });
    const change = (from: string, to: string): Promise<void> =>
      owner.account.changePassword({ currentPassword: from, newPassword: to });
    await change(password, other.password);
    await using byNewPassword = await connect({ url: proxy.url, auth: passwordAuth(other) });
    const ended = byNewPassword.session.token;
    // Ends all sessions again, and leaves the password as it is.
    await change(other.password, other.password);
    // The server leaves those alone who are connected.
    for (const client of [byToken, byOldPassword, byNewPassword]) expect(await client.tags.list()).toEqual([]);
    proxy.dropConnections();
    const failing = (client: KumaClient) =>
      expect.poll(() => failureOf(client.tags.list({ timeout: 30_000 })), { timeout: 60_000 });
    await failing(byToken).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
    await failing(byOldPassword).toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    await expect.poll(() => byNewPassword.tags.list({ timeout: 30_000 }), { timeout: 60_000 }).toEqual([]);
    expect(byNewPassword.session.token).not.toBe(ended);
    await change(other.password, password);
  });
});
