import { expect, test } from "vitest";
import { connect, needsFirstUser, passwordAuth, sessionTokenAuth, setUpFirstUser } from "../../../src/index.ts";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openClient, tokenOf } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** Connecting and logging in. */
export function connectionSuite(server: ServerUnderTest): void {
  const { url, username } = server;

  test("a password gives a session token, which logs in again", async () => {
    const token = await tokenOf(server);
    await using client = await connect({ url: `${url}/`, auth: sessionTokenAuth(token) });
    expect(client.server.url).toBe(url);
    expect(client.server.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(client.session).toEqual({ username });
    expect(client.session.token).toBe(token);
    expect(everythingShown(client)).not.toContain(token);
  });

  test("the release line is found out", async () => {
    await using client = await openClient(server);
    const { version, capabilities } = client.server;
    const isOne = version.startsWith("1.") || version === "2.0.0-dev.0";
    expect(capabilities).toMatchObject({ sendsSingleMonitors: !isOne, pushTokenLength: isOne ? 20 : 32 });
    // The two whose names say more than they have.
    const lines: Readonly<Record<string, string>> = { "2.0.0-dev.0": "1.23.0", "3.0.0-beta.0": "2.4.0" };
    expect(capabilities.line).toBe(lines[version] ?? version);
    expect(capabilities.hasCookieSessions).toBe(Number(version.split(".")[0]) >= 3);
  });

  test("a wrong password is refused", async () => {
    const failure = await failureOf(connect({ url, auth: passwordAuth({ username, password: "wrong-€-Password" }) }));
    expect(failure).toMatchObject({
      code: "KUMA_AUTH_INVALID_CREDENTIALS",
      message: `The Uptime Kuma at ${url} does not know this username and password.`,
    });
    expect(everythingShown(failure)).not.toContain("wrong-€-Password");
  });

  test("a made-up session token is refused", async () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VybmFtZSI6ImFkbWluIn0.bm8tc2lnbmF0dXJl";
    const failure = await failureOf(connect({ url, auth: sessionTokenAuth(token) }));
    expect(failure.code).toBe("KUMA_AUTH_SESSION_INVALID");
    expect(everythingShown(failure)).not.toContain(token);
  });

  test("an API key is explained", async () => {
    const key = "uk1_abcdefghijklmnopqrstuvwxyz0123456789ABCD";
    expect(await failureOf(connect({ url, auth: sessionTokenAuth(key) }))).toMatchObject({ code: "KUMA_AUTH_API_KEY" });
  });

  test("without a log-in the server says at once that it wants one", async () => {
    expect(await failureOf(connect({ url }))).toMatchObject({
      code: "KUMA_AUTH_REQUIRED",
      message: `The Uptime Kuma at ${url} wants a log-in.`,
    });
  });

  test("a visitor stays without one, sees no version, and is refused what needs it", async () => {
    await using client = await connect({ url, asVisitor: true });
    expect(client.server.version).toBe("unknown");
    expect(await failureOf(client.monitors.list())).toMatchObject({ code: "KUMA_AUTH_REQUIRED" });
  });

  test("a server that has a user takes no second first one", async () => {
    expect(await needsFirstUser(url)).toBe(false);
    expect(await failureOf(setUpFirstUser({ url, username: "other", password: "kuma-Test-2" }))).toMatchObject({
      code: "KUMA_REJECTED",
    });
  });

  test("a path too much is explained", async () => {
    const failure = await failureOf(connect({ url: `${url}/dashboard/3` }));
    expect(failure).toMatchObject({
      code: "KUMA_CONNECTION_NOT_KUMA",
      hint: `An Uptime Kuma answers at ${url}: use that URL.`,
    });
  });
}
