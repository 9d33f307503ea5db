import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTempHome, startCommand, startInTerminal, startKuma } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { describe, expect, test } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { newUser } from "../support/kuma-user.ts";
import { passwordFile } from "../support/logged-in-user.ts";
import { closedPort, htmlSite, silentListener } from "../support/loopback.ts";

const servers = kumaServers();
const firstServer = servers[0];
if (firstServer === undefined) throw new Error("there is no server to test against");

/** Every file below a folder, with its text. */
function filesBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file, readFileSync(file, "utf8")];
    }),
  );
}

describe.each(servers)("$label", (server) => {
  const { url, username, password } = server;

  test("login, whoami and logout; a token is stored and nothing else that is secret", async () => {
    using user = newUser();
    const words = ["login", `${url}/dashboard`, "--username", username, "--password-stdin", "--debug"];
    const login = await user.run(words, { input: `${password}\n` });
    expect(login).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Logged in to \S+ \(Uptime Kuma \d.*\) as /),
    });

    const sessions = join(user.folder, ".config", "kuma", "sessions.json");
    expect([...filesBelow(user.folder).keys()]).toEqual([sessions]);
    expect(statSync(sessions).mode & 0o777).toBe(0o600);
    expect(statSync(join(user.folder, ".config", "kuma")).mode & 0o777).toBe(0o700);
    const stored = readFileSync(sessions, "utf8");
    const { token } = (JSON.parse(stored) as { sessions: Record<string, { token: string }> }).sessions[url] ?? {
      token: "",
    };
    // From 3.0 on it is the cookie of the session.
    const hasCookie = token.includes("session_token=");
    expect(token).toMatch(hasCookie ? /^[\w.-]+\.session_token=\S+$/ : /^[^.]+\.[^.]+\.[^.]+$/);
    expect(stored).not.toContain(password);

    const whoami = await user.run(["whoami", "--json", "--debug"]);
    expect(JSON.parse(whoami.stdout)).toEqual({ server: url, username, version: expect.stringMatching(/^\d+\.\d+/) });
    expect(whoami.stderr).toContain(hasCookie ? "logging in by session-token" : "loginByToken");
    expect(await user.run(["whoami", "-q"])).toMatchObject({ stdout: `${username}\n`, code: 0 });

    expect(await user.run(["logout"])).toMatchObject({ stdout: `Forgot the session of ${url}.\n`, code: 0 });
    expect(await user.run(["whoami"])).toMatchObject({ code: 4, stderr: expect.stringContaining("Try: kuma login") });
    expect(readFileSync(sessions, "utf8")).not.toContain(token);
    expect(user.printed()).not.toContain(password);
    expect(user.printed()).not.toContain(token);
    expect(user.printed()).not.toContain(token.slice(token.indexOf("=") + 1));
    // From 3.0 on it was ended at the server, and not forgotten alone; servers of before show their page there.
    const session = await fetch(`${url}/api/auth/get-session`, { headers: { cookie: token } });
    expect(await session.text()).toMatch(hasCookie ? /^null$/ : /^(?!\{)/);
  });

  test("a wrong password ends with 4 and is not repeated", async () => {
    using user = newUser();
    const words = ["login", url, "--username", username, "--password-file", passwordFile(user, "hunter2-€@:/ wrong")];
    const { stdout, stderr, code } = await user.run([...words, "--json"]);
    expect({ stdout, code }).toEqual({ stdout: "", code: 4 });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "KUMA_AUTH_INVALID_CREDENTIALS", exit: 4 } });
    expect(stderr).not.toContain("hunter2");
  });

  test("an API key given as the password is explained, before it is sent", async () => {
    using user = newUser();
    const key = "uk1_abcdefghijklmnopqrstuvwxyz0123456789ABCD";
    const words = ["login", url, "--username", username, "--password-stdin"];
    const { stderr, code } = await user.run(words, { input: key });
    expect(code).toBe(4);
    expect(stderr).toContain("API key");
    expect(stderr).not.toContain("abcdefghij");
  });

  test("a session that has ended says how to go on", async () => {
    using user = newUser();
    const words = ["login", url, "--username", username, "--password-stdin", "-q"];
    expect(await user.run(words, { input: password })).toMatchObject({ stdout: `${url}\n`, code: 0 });
    const sessions = join(user.folder, ".config", "kuma", "sessions.json");
    writeFileSync(sessions, readFileSync(sessions, "utf8").replace(/("token": "[^".]+\.[^".]+\.)[^"]+/, "$1AAAA"));
    expect(await user.run(["monitor", "list"])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("kuma login URL"),
    });
  });
});

test("the credentials of the environment are used instead of a session, and stored nowhere", async () => {
  using user = newUser();
  const { url, username, password } = firstServer;
  const KUMA_PASSWORD = `file:${passwordFile(user, password)}`;
  const result = await user.run(["whoami", "-q"], {
    env: { KUMA_SERVER: url, KUMA_USERNAME: username, KUMA_PASSWORD },
  });
  expect(result).toMatchObject({ stdout: `${username}\n`, code: 0 });
  expect(readdirSync(user.folder)).not.toContain(".config");
});

test("a new server gets its first user, once", async () => {
  await using kuma = await startKuma({ admin: false });
  using user = newUser();
  const password = "hunter2-€@:/";
  const words = ["login", kuma.url, "--username", "admin", "--password-stdin"];
  const before = await user.run(words, { input: password });
  expect(before).toMatchObject({ code: 4, stderr: expect.stringContaining(`kuma login ${kuma.url} --create-admin`) });
  expect(await user.run([...words, "--create-admin"], { input: password })).toMatchObject({ code: 0 });
  expect(await user.run(["whoami", "-q"])).toMatchObject({ stdout: "admin\n", code: 0 });
  expect(await user.run([...words, "--create-admin"], { input: password })).toMatchObject({ code: 6 });
  expect(user.printed()).not.toContain("hunter2");
}, 60_000);

test("a closed port, a web site and a host that says nothing end with 5, soon", async () => {
  using user = newUser();
  await using site = await htmlSite();
  await using silent = await silentListener();
  const login = (url: string): ReturnType<typeof user.run> =>
    user.run(["login", url, "--username", "a", "--password-stdin", "--timeout", "1s"], { input: "secret" });
  const started = Date.now();
  const [closed, html, mute] = await Promise.all([login(await closedPort()), login(site.url), login(silent.url)]);
  expect(Date.now() - started).toBeLessThan(5000);
  for (const { code, stdout } of [closed, html, mute]) expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
  expect(html.stderr).toContain(site.url);
  expect(mute.stderr).toContain(silent.url);
});

test("Ctrl-C ends a command that waits, at once, with 130 and no word of an error", async () => {
  using home = makeTempHome();
  await using silent = await silentListener();
  const argv = [process.execPath, KUMA, "login", silent.url, "--username", "a", "--password-stdin"];
  const command = startCommand(argv, { env: home.env, input: "secret" });
  await silent.connected;
  const pressed = Date.now();
  command.kill("SIGINT");
  const { stdout, stderr, code } = await command.finished;
  expect({ stdout, stderr, code }).toEqual({ stdout: "", stderr: "", code: 130 });
  expect(Date.now() - pressed).toBeLessThan(1000);
});

test("on a terminal kuma asks; the password is not shown", async () => {
  using home = makeTempHome();
  const { url, username, password } = firstServer;
  const command = startInTerminal([process.execPath, KUMA, "login", url], { env: home.env });
  await command.waitForText("User name");
  command.type(`${username}\r`);
  await command.waitForText("Password");
  command.type(`${password}\r`);
  const { stdout, code } = await command.finished;
  expect(code).toBe(0);
  expect(stdout).toContain(`as ${username}.`);
  expect(stdout).not.toContain(password);
});

test("the first user's password is asked twice, and an address may lack its scheme", async () => {
  await using kuma = await startKuma({ admin: false });
  using home = makeTempHome();
  const argv = [process.execPath, KUMA, "login", kuma.url.replace("http://", ""), "--create-admin"];
  const command = startInTerminal(argv, { env: home.env });
  await command.waitForText(`Logging in to ${kuma.url}`);
  await command.waitForText("User name");
  command.type("admin\r");
  // The first question is shown again when it was answered; the second one is not there before.
  for (const typed of ["secret-pass-2", "secret-pass-1"]) {
    await command.waitForText("Password of the new user");
    command.type("secret-pass-1\r");
    await command.waitForText("once more");
    command.type(`${typed}\r`);
    if (typed === "secret-pass-2") await command.waitForText("not the same");
  }
  const { stdout, code } = await command.finished;
  expect(code).toBe(0);
  expect(stdout).toContain(`Created the first user, and logged in to ${kuma.url}`);
});

test("Ctrl-C at a question ends with 130", async () => {
  using home = makeTempHome();
  const command = startInTerminal([process.execPath, KUMA, "login", firstServer.url], { env: home.env });
  await command.waitForText("User name");
  command.type("\u0003");
  expect(await command.finished).toMatchObject({ code: 130, stdout: expect.not.stringContaining("Error") });
});
