import { startAlertSink } from "@kumakit/testkit";
import { ownServers, type OwnServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, needsFirstUser, passwordAuth, pushUrlOf, sessionTokenAuth, setUpFirstUser } from "../../src/index.ts";
import type { KumaClient } from "../../src/index.ts";
import { failureOf } from "../support/failure-of.ts";
import { openRawCalls } from "../support/raw-calls.ts";
import { totpCode } from "../support/totp-code.ts";

const npmRelease = "2.0.0-dev.0";
const username = "admin";
const password = "kuma-Test-1";
const newPassword = "kuma-Test-2";

/** Things that would disturb everybody else on a shared server: set-up, restarts, two-factor, settings, the login limit. */
describe.each(ownServers)("a separate server: $label", (kind) => {
  let server: OwnServer;
  let token = "";
  const open = (): Promise<KumaClient> => connect({ url: server.url, auth: sessionTokenAuth(token) });

  beforeAll(async () => {
    server = await kind.start({ admin: false });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("a new one is set up, once", async () => {
    const { url } = server;
    expect(await needsFirstUser(url)).toBe(true);
    const tooEarly = await failureOf(connect({ url, auth: passwordAuth({ username, password }) }));
    expect(tooEarly).toMatchObject({
      code: "KUMA_SETUP_FIRST_USER",
      message: `The Uptime Kuma at ${url} has no user yet.`,
    });
    const weak = await failureOf(setUpFirstUser({ url, username, password: "abcdef" }));
    expect(weak.message).toMatch(kind.hasCookieSessions ? /at least 8 characters/ : /too weak/i);
    await setUpFirstUser({ url, username, password });
    expect(await needsFirstUser(url)).toBe(false);
    await using client = await connect({ url, auth: passwordAuth({ username, password }) });
    token = client.session.token ?? "";
    expect(client.session.username).toBe(username);
  });

  test("with authentication switched off, no log-in is needed", async () => {
    const raw = await openRawCalls(server.url, token);
    const { data } = await raw.call("getSettings");
    await raw.call("setSettings", { ...(data as object), disableAuth: true }, password);
    await using anonymous = await connect({ url: server.url });
    await using known = await open();
    expect([anonymous.server.version, await anonymous.monitors.list()]).toEqual([
      known.server.version,
      await known.monitors.list(),
    ]);
    expect(anonymous.server.capabilities).toEqual(known.server.capabilities);
    await raw.call("setSettings", { ...(data as object), disableAuth: false }, password);
    await raw[Symbol.asyncDispose]();
    // The npm release leaves everybody logged in then; later ones throw them out.
    if (known.server.version === npmRelease) return;
    await expect
      .poll(() => failureOf(anonymous.monitors.list({ timeout: 10_000 })), { timeout: 20_000 })
      .toMatchObject({ code: "KUMA_AUTH_REQUIRED" });
    expect(await known.monitors.list({ timeout: 10_000 })).toEqual([]);
  });

  test("a crash in between is survived, without the password", async () => {
    await using client = await open();
    const { id, pushToken } = await client.monitors.create({ type: "push", name: "survivor", interval: 300 });
    const beats = client.monitors.watch(id);
    await using slow = await startAlertSink();
    slow.respondWith({ delay: 20_000 });
    const hook = { name: "x", type: "webhook", webhookURL: slow.url, webhookContentType: "json" };
    const pending = failureOf(client.notifications.test(hook));
    await slow.waitFor(({ status }) => status === "test");
    await server.kill();
    expect(await pending).toMatchObject({ code: "KUMA_CONNECTION_LOST" });
    expect(await failureOf(client.monitors.list({ timeout: 300 }))).toMatchObject({ code: "KUMA_CONNECTION_LOST" });
    await server.start();
    expect((await client.monitors.list({ timeout: 30_000 })).map(({ name }) => name)).toEqual(["survivor"]);
    const response = await fetch(`${pushUrlOf(server.url, pushToken ?? "")}?status=up&msg=back`);
    expect(await response.json()).toEqual({ ok: true });
    expect((await beats.next()).value).toMatchObject({ status: "up", message: "back" });
    await client.monitors.delete(id);
  });

  // By what only servers up to 2.x have; `own-server-cookies.test.ts` does it on later ones.
  test.runIf(!kind.hasCookieSessions)(
    "a two-factor code is wanted, checked and used once; a session needs none",
    async () => {
      const { url } = server;
      await using raw = await openRawCalls(url, token);
      const { uri } = (await raw.call("prepare2FA", password)) as { uri: string };
      expect(await raw.call("save2FA", password)).toMatchObject({ ok: true });
      const logIn = (totp?: () => string): Promise<KumaClient> =>
        connect({ url, auth: passwordAuth({ username, password, totp }) });

      expect(await failureOf(logIn())).toMatchObject({ code: "KUMA_AUTH_TOTP_REQUIRED" });
      const wrong = totpCode(uri).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
      expect(await failureOf(logIn(() => wrong))).toMatchObject({ code: "KUMA_AUTH_TOTP_INVALID" });
      const code = totpCode(uri);
      await using client = await logIn(() => code);
      expect(client.session.token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await failureOf(logIn(() => code))).toMatchObject({ code: "KUMA_AUTH_TOTP_INVALID" });
      await using bySession = await open();
      expect(await bySession.tags.list()).toEqual([]);
      expect(await raw.call("disable2FA", password)).toMatchObject({ ok: true });
    },
  );

  test.runIf(!kind.hasCookieSessions)("a changed password ends the other sessions, and they say so", async () => {
    await using client = await open();
    const { version } = client.server;
    await using raw = await openRawCalls(server.url, token);
    expect(await raw.call("changePassword", { currentPassword: password, newPassword })).toMatchObject({ ok: true });
    // The tokens of the npm release carry nothing of the password.
    if (version === npmRelease) return;
    await expect
      .poll(() => failureOf(client.tags.list({ timeout: 10_000 })), { timeout: 20_000 })
      .toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
    expect(await failureOf(open())).toMatchObject({ code: "KUMA_AUTH_SESSION_INVALID" });
  });

  test.runIf(!kind.hasCookieSessions)("too many log-ins are said to be too many", async () => {
    const { url } = server;
    const wrong = "wrong-Password-1";
    await using raw = await openRawCalls(url, token);
    // By somebody of whom this client knows nothing.
    for (let count = 0; count < 24; count += 1) await raw.call("login", { username, password: wrong, token: "" });
    const failure = await failureOf(
      connect({ url, auth: passwordAuth({ username, password: wrong }), timeouts: { login: 20_000 } }),
    );
    expect(failure).toMatchObject({
      code: "KUMA_AUTH_RATE_LIMITED",
      isRetryable: true,
      hint: expect.stringContaining("wait a minute"),
    });
  });
});
