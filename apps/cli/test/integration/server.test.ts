import { startKuma } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";

import { newUser } from "../support/kuma-user.ts";
import { loggedInUser, passwordFile } from "../support/logged-in-user.ts";
import { silentListener } from "../support/loopback.ts";

describe.each(kumaServers())("$label", (server) => {
  const { url, username } = server;

  test("kuma server info, with and without a login", async () => {
    using user = await loggedInUser(server);
    const known = await user.run(["server", "info", "--json"]);
    expect(JSON.parse(known.stdout)).toEqual({
      server: url,
      version: expect.stringMatching(/^\d+\.\d+/),
      username,
      profile: null,
      source: "last login",
      intervals: { shortest: expect.any(Number), longest: expect.toBeOneOf([null, expect.any(Number)]) },
    });
    using stranger = newUser();
    const shown = await stranger.run(["server", "info", "--server", url]);
    expect(shown).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("User:       not logged in\n"),
    });
    expect(await stranger.run(["server", "info"])).toMatchObject({ code: 4 });
  });

  test("a profile stands for its server, and a login by address leaves the profile", async () => {
    using user = await loggedInUser(server);
    await user.run(["profile", "add", "real"]);
    await user.run(["profile", "add", "dead", "--server", "http://127.0.0.1:1"]);
    await user.run(["profile", "use", "dead"]);
    expect(await user.run(["server", "info"])).toMatchObject({ code: 5 });
    const info = await user.run(["--profile", "real", "server", "info", "--json"]);
    expect(JSON.parse(info.stdout)).toMatchObject({ server: url, profile: "real", source: "--profile" });
    const env = { KUMA_PROFILE: "real" };
    expect(await user.run(["whoami", "-q"], { env })).toMatchObject({ stdout: `${username}\n`, code: 0 });

    const file = passwordFile(user, server.password);
    const login = await user.run(["login", url, "--username", username, "--password-file", file]);
    expect(login).toMatchObject({ code: 0, stderr: expect.stringContaining("The profile dead (http://127.0.0.1:1)") });
    expect(await user.run(["whoami", "-q"])).toMatchObject({ stdout: `${username}\n`, code: 0 });
    expect(await user.run(["login", url, "--profile", "real"])).toMatchObject({ code: 2 });
  });
});

test("a server that never answers ends with 5, within the time that is given", async () => {
  using user = newUser();
  await using silent = await silentListener();
  const started = Date.now();
  const { stdout, code } = await user.run(["server", "info", "--server", silent.url, "--timeout", "1s"]);
  expect({ stdout, code }).toEqual({ stdout: "", code: 5 });
  expect(Date.now() - started).toBeLessThan(2000);
});

test("two servers side by side: each command goes where it is sent", async () => {
  const [first] = kumaServers();
  if (first === undefined) throw new Error("there is no server to test against");
  await using second = await startKuma({ admin: { username: "other", password: "hunter2-€@:/" } });
  using user = await loggedInUser(first);
  const file = passwordFile(user, "hunter2-€@:/");
  await user.run(["profile", "add", "a"]);
  await user.run(["profile", "add", "b", "--server", second.url]);
  expect(await user.run(["login", "--profile", "b", "--username", "other", "--password-file", file])).toMatchObject({
    code: 0,
  });
  const whoami = async (...words: readonly string[]): Promise<string> =>
    (await user.run(["whoami", "-q", ...words])).stdout;
  expect(await whoami("--profile", "a")).toBe(`${first.username}\n`);
  expect(await whoami("--profile", "b")).toBe("other\n");
  await user.run(["profile", "use", "a"]);
  expect(await whoami()).toBe(`${first.username}\n`);
  expect(user.printed()).not.toContain("hunter2");
}, 60_000);
