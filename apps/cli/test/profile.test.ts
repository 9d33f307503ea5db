import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { pretendLogin } from "./support/pretend-login.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";

const one = "http://one.example:3001";
const two = "https://two.example/kuma";
let user: KumaUser;

beforeEach(() => {
  user = newUser();
});
afterEach(() => user[Symbol.dispose]());

interface Explained {
  readonly value: string | null;
  readonly source: string | null;
  readonly places: readonly { readonly source: string; readonly value: string | null; readonly isUsed: boolean }[];
}

async function explain(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Explained> {
  const { stdout, stderr, code } = await user.run(["config", "explain", "server", "--json", ...words], { env });
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return JSON.parse(stdout) as Explained;
}

test("profiles are added, used, listed and removed; only their owner can read them", async () => {
  pretendLogin(user, two);
  const add = await user.run(["profile", "add", "home", "--server", `${one}/dashboard`]);
  expect(add).toMatchObject({ stdout: `The profile home is for ${one}.\n`, code: 0 });
  expect(add.stderr).toBe("You are not logged in there yet: kuma login --profile home\n");
  const again = await user.run(["profile", "add", "home", "one.example:3001"]);
  expect(again).toMatchObject({ stdout: `The profile home is for ${one}.\n`, code: 0 });
  const twice = await user.run(["profile", "add", "home", one, "--server", two]);
  expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("The server is given twice") });
  expect(await user.run(["profile", "add", "work", "-q"])).toMatchObject({ stdout: "work\n", stderr: "", code: 0 });
  expect(await user.run(["profile", "use", "home"])).toMatchObject({ stdout: `Using the profile home: ${one}.\n` });

  expect((await user.run(["profile", "list"])).stdout).toBe(
    [
      "NAME  USER           IN USE  SERVER",
      `home  not logged in  yes     ${one}`,
      `work  admin          no      ${two}`,
      "",
    ].join("\n"),
  );
  const list = await user.run(["profile", "list", "--json"]);
  expect(JSON.parse(list.stdout)).toEqual([
    { name: "home", server: one, inUse: true, loggedIn: false, username: null },
    { name: "work", server: two, inUse: false, loggedIn: true, username: "admin" },
  ]);

  const folder = join(user.folder, ".config", "kuma");
  expect(readdirSync(folder).toSorted()).toEqual(["profiles.json", "sessions.json"]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "profiles.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, "profiles.json"), "utf8")).not.toContain("secret-token");

  expect(await user.run(["profile", "remove", "home"])).toMatchObject({ code: 0 });
  expect(await explain()).toMatchObject({ value: two, source: "last login" });
});

test("a profile that there is not ends with 3, an odd name with 2, another server for a name with 6", async () => {
  await user.run(["profile", "add", "home", "--server", one]);
  const use = await user.run(["profile", "use", "hoem"]);
  expect(use).toMatchObject({ code: 3, stderr: expect.stringContaining('Did you mean "home"?') });
  expect(await user.run(["profile", "remove", "x"])).toMatchObject({ code: 3 });
  expect(await user.run(["whoami", "--profile", "x"])).toMatchObject({ code: 3 });
  expect(await user.run(["whoami"], { env: { KUMA_PROFILE: "x" } })).toMatchObject({ code: 3 });
  expect(await user.run(["profile", "add", "a b", "--server", one])).toMatchObject({ code: 2 });
  expect(await user.run(["profile", "add", "$(id)", "--server", one])).toMatchObject({ code: 2 });
  expect(await user.run(["profile", "add", "other"])).toMatchObject({ code: 2 });
  const again = await user.run(["profile", "add", "home", "--server", two]);
  expect(again).toMatchObject({ code: 6, stderr: expect.stringContaining("kuma profile remove home") });
  expect(await user.run(["profile", "add", "home", "--server", one])).toMatchObject({ code: 0 });
});

test("flag before variable before profile before login, and it can be asked", async () => {
  pretendLogin(user, "http://login");
  for (const name of ["flag", "variable", "used"])
    await user.run(["profile", "add", name, "--server", `http://${name}`]);
  await user.run(["profile", "use", "used"]);
  const env = { KUMA_SERVER: "http://env", KUMA_PROFILE: "variable" };
  const all = await explain(["--server", "http://typed"], env);
  expect(all).toEqual({
    setting: "server",
    value: "http://typed",
    source: "--server",
    places: [
      { source: "--server", value: "http://typed", isUsed: true },
      { source: "--profile", value: null, isUsed: false },
      { source: "KUMA_SERVER", value: "http://env", isUsed: false },
      { source: "KUMA_PROFILE (variable)", value: "http://variable", isUsed: false },
      { source: "profile in use (used)", value: "http://used", isUsed: false },
      { source: "last login", value: "http://login", isUsed: false },
    ],
  });
  expect(await explain(["--profile", "flag"], env)).toMatchObject({ value: "http://flag" });
  expect(await explain([], env)).toMatchObject({ value: "http://env", source: "KUMA_SERVER" });
  expect(await explain([], { KUMA_PROFILE: "variable" })).toMatchObject({ value: "http://variable" });
  expect(await explain()).toMatchObject({ value: "http://used", source: "profile in use (used)" });
  expect(await user.run(["--profile", "flag", "config", "explain", "server", "-q"])).toMatchObject({
    stdout: "http://flag\n",
  });
  const both = await user.run(["whoami", "--profile", "flag", "--server", "http://x"]);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be used together") });
});

test("the timeout can be asked for too; another setting is refused with 2", async () => {
  const asked = await user.run(["config", "explain", "timeout", "--timeout", "1m"], { env: { KUMA_TIMEOUT: "500ms" } });
  expect(asked.stdout).toBe(
    [
      "   SOURCE        VALUE",
      "*  --timeout     60s",
      "   KUMA_TIMEOUT  0.5s",
      "   default       30s (connecting 15s, logging in 60s)",
      "",
    ].join("\n"),
  );
  const wrong = await user.run(["config", "explain", "sever"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("server, timeout") });
});
