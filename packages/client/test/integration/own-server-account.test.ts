import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, fetchMetrics, passwordAuth, push, sessionTokenAuth } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";
import { everythingShown } from "../support/everything-shown.ts";
import { failureOf } from "../support/failure-of.ts";
import { openRawCalls } from "../support/raw-calls.ts";
import { totpCode } from "../support/totp-code.ts";

const username = "admin";
const password = "kuma-Test-1";
const newPassword = "kuma-Test-2";

const ignore = (): void => {};

/** Tests that change the account, or let everybody in: not on a server that others use as well. */
describe.each(ownServers)("the account of a separate server: $label", (kind) => {
  let server: OwnServer;
  let token = "";
  const open = (): Promise<KumaClient> => connect({ url: server.url, auth: sessionTokenAuth(token) });

  beforeAll(async () => {
    server = await kind.start({ admin: { username, password } });
    await using client = await connect({ url: server.url, auth: passwordAuth({ username, password }) });
    token = client.session.token ?? "";
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("two-factor authentication is set up with a code that fits, and switched off", async () => {
    await using client = await open();
    const { twoFactor } = client.account;
    expect(await twoFactor.isEnabled()).toBe(false);
    expect(await failureOf(twoFactor.prepare("wrong-€-Password"))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
    });
    const prepared = await twoFactor.prepare(password);
    expect(prepared.uri).toContain(`secret=${prepared.secret}`);
    expect(prepared.secret).toMatch(/^[A-Z2-7]{32,}$/);
    expect(everythingShown(prepared)).not.toContain(prepared.secret);
    const code = totpCode(prepared.uri);
    const wrong = code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    expect(await failureOf(twoFactor.enable(password, wrong))).toMatchObject({ code: "KUMA_AUTH_TOTP_INVALID" });
    expect(await twoFactor.isEnabled()).toBe(false);
    await twoFactor.enable(password, `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(await twoFactor.isEnabled()).toBe(true);
    expect(await failureOf(connect({ url: server.url, auth: passwordAuth({ username, password }) }))).toMatchObject({
      code: "KUMA_AUTH_TOTP_REQUIRED",
    });
    expect(await failureOf(twoFactor.prepare(password))).toMatchObject({ code: "KUMA_REJECTED" });
    expect(await failureOf(twoFactor.disable("wrong-€-Password"))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
    });
    await twoFactor.disable(password);
    expect(await twoFactor.isEnabled()).toBe(false);
    expect(prepared.backupCodes === undefined).toBe(!kind.hasCookieSessions);
    // From 3.0 on a change brings another one.
    token = client.session.token ?? "";
  });

  test("settings that are not known here survive a change", async () => {
    await using raw = await openRawCalls(server.url, token);
    const { data } = await raw.call("getSettings");
    await raw.call("setSettings", { ...(data as object), fromTheFuture: { a: [1] } }, "");
    await using client = await open();
    await client.settings.update({ keepDataPeriodDays: 90 });
    expect(await client.settings.get()).toMatchObject({ keepDataPeriodDays: 90, fromTheFuture: { a: [1] } });
    await client.settings.update({ fromTheFuture: 2 });
    expect((await client.settings.get())["fromTheFuture"]).toBe(2);
  });

  test("authentication is switched off with the password, and on again", async () => {
    await using client = await open();
    await client.settings.update({ disableAuth: true }, { currentPassword: password });
    await using anonymous = await connect({ url: server.url });
    expect(await anonymous.settings.get()).toMatchObject({ disableAuth: true });
    // Reads what comes only after a log-in, of which there is none here.
    expect(await anonymous.statusPages.list()).toEqual([]);
    expect((await fetchMetrics(server.url, undefined)).serverVersion).toBe(client.server.version);
    // On again from here: that throws the others out, and this one stays.
    await client.settings.update({ disableAuth: false });
    expect(await client.settings.get()).toMatchObject({ disableAuth: false });
    expect(await failureOf(fetchMetrics(server.url, undefined))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
    });
  });

  test("the metrics take the password, and an API key alone once there is one", async () => {
    expect((await fetchMetrics(server.url, { username, password })).samples).not.toEqual([]);
    await using raw = await openRawCalls(server.url, token);
    const { key } = await raw.call("addAPIKey", { name: "metrics", expires: null, active: true });
    await using client = await open();
    const metrics = await fetchMetrics(server.url, { apiKey: String(key) });
    expect(metrics.serverVersion).toBe(client.server.version);
    expect(await failureOf(fetchMetrics(server.url, { username, password }))).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
      hint: expect.stringContaining("API key only"),
    });
  });

  test("every heartbeat is cleared at once", async () => {
    await using client = await open();
    const { id, pushToken } = await client.monitors.create({ type: "push", name: "cleared", interval: 300 });
    await push({ server: server.url, token: pushToken ?? "" }, { status: "down" });
    expect(await client.monitors.heartbeats(id, { hours: 1 })).not.toEqual([]);
    await client.monitors.pause(id);
    await client.system.clearStatistics();
    expect(await client.monitors.heartbeats(id, { hours: 1 })).toEqual([]);
    await client.monitors.delete(id);
  });

  test("a changed password leaves this client in, over a lost connection too, and throws the others out", async () => {
    await using client = await open();
    const { account } = client;
    const weak = failureOf(account.changePassword({ currentPassword: password, newPassword: "abcdef" }));
    expect((await weak).message).toMatch(kind.hasCookieSessions ? /Password too short/ : /too weak/i);
    const wrong = failureOf(account.changePassword({ currentPassword: "wrong-€-Password", newPassword }));
    expect(await wrong).toMatchObject({ code: "KUMA_AUTH_INVALID_CREDENTIALS" });
    expect(everythingShown(await wrong)).not.toContain("wrong-€-Password");

    const lost: string[] = [];
    const logger = { debug: ignore, info: ignore, error: ignore, warn: (text: string) => void lost.push(text) };
    await using other = await connect({ url: server.url, auth: sessionTokenAuth(token), logger });
    expect(await other.tags.list()).toEqual([]);
    await account.changePassword({ currentPassword: password, newPassword });
    // The npm release leaves everybody logged in, 3.0 those who are connected.
    const leavesOthers = kind.isNpmRelease || kind.hasCookieSessions;
    await vi.waitUntil(() => leavesOthers || lost.length > 0, { timeout: 20_000 });
    expect(client.session.username).toBe(username);
    expect(client.session.token).toMatch(kind.hasCookieSessions ? /session_token=/ : /^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(everythingShown(client.session)).not.toContain(client.session.token);
    await server.kill();
    await server.start();
    // A call that is on its way when the connection is found lost is lost with it.
    await expect.poll(() => client.tags.list({ timeout: 30_000 }), { timeout: 30_000 }).toEqual([]);
    await using again = await connect({ url: server.url, auth: sessionTokenAuth(client.session.token ?? "") });
    expect(await again.statusPages.list()).toEqual([]);
  });

  test("the tokens of before are worthless after that", async () => {
    const failure = await failureOf(connect({ url: server.url, auth: sessionTokenAuth("x.y.z") }));
    expect(failure).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
    // The tokens of the npm release carry nothing of the password.
    if (kind.isNpmRelease) return;
    expect(await failureOf(open())).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
  });
});
