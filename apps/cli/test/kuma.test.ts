import { afterAll, beforeAll, expect, test } from "vitest";

import { newUser, type KumaUser } from "./support/kuma-user.ts";
import { silentListener } from "./support/loopback.ts";
import { pretendLogin } from "./support/pretend-login.ts";

let user: KumaUser;
beforeAll(() => {
  user = newUser();
});
afterAll(() => user[Symbol.dispose]());

test("kuma alone says what to do first, shows what there is, and does not fail", async () => {
  const { stdout, stderr, code } = await user.run([]);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  expect(stdout).toMatch(/^You are not logged in to an Uptime Kuma yet\.\nNext: kuma init\n\nkuma: /);
  expect(stdout).toContain("TOPICS");
  expect(stdout).toContain("  login ");
});

test("kuma alone says so when the server does not answer, and when a setting is wrong", async () => {
  using other = newUser();
  await using silent = await silentListener();
  pretendLogin(other, silent.url);
  const mute = await other.run([]);
  expect(mute).toMatchObject({ code: 0, stderr: "" });
  expect(mute.stdout).toMatch(new RegExp(`^${silent.url} cannot be asked: .*\nNext: kuma server info\n`));
  const wrong = await other.run([], { env: { KUMA_SERVER: "nonsense" } });
  expect(wrong).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(/^The settings cannot be read\.\n/),
  });
});

test("a variable that looks like one of kuma's is named, and others' are not", async () => {
  const env = { KUMA_SERVR: "http://127.0.0.1:1", KUMA_MESH_ZONE: "x" };
  const { stderr, code } = await user.run(["help", "exit-codes", "-q"], { env });
  expect({ stderr, code }).toEqual({
    stderr: "Warning: The variable KUMA_SERVR is not read. Did you mean KUMA_SERVER?\n",
    code: 0,
  });
});

test("the first line of help says what has to be given, and leaves no gaps", async () => {
  const usage = async (...words: readonly string[]): Promise<string | undefined> =>
    (await user.run([...words, "--help"])).stdout.split("USAGE\n")[1]?.split("\n\n")[0]?.trim();
  expect(await usage("agent", "install")).toBe("$ kuma agent install [UNIT...] [flags]");
  expect(await usage("agent", "mute")).toMatch(/ --for TIME \[flags\]$/);
  expect(await usage("run")).toBe("$ kuma run --monitor MONITOR [flags] -- COMMAND...");
});

test("a slip in a provider's name is said before its settings are asked for", async () => {
  const words = ["notification", "create", "x", "--type", "slak", "--config-file", "-"];
  const { stderr, code } = await user.run(words);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'Error: There is no notification type "slak". Did you mean "slack"?\nTry: --type slack\n',
  });
});

test.each(["--version", "-v"])("%s prints name and version", async (flag) => {
  const { stdout, code } = await user.run([flag]);
  expect(stdout).toMatch(/^@kumakit\/cli\/\d+\.\d+\.\d+\S* linux-\S+ node-v\d+\.\d+\.\d+\n$/);
  expect(code).toBe(0);
});

test("a slip in a monitor's type is guessed among all types", async () => {
  const { stderr, code } = await user.run(["monitor", "create", "x", "--type", "psh"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^Error: --type must be one of: http, .*, pm2\. Did you mean "push"\?\nTry: kuma monitor create --help\n$/,
  );
});

test("kuma version says the same as --version, and the number alone with --quiet", async () => {
  const { stdout } = await user.run(["--version"]);
  expect(await user.run(["version"])).toEqual({ stdout, stderr: "", code: 0 });
  expect((await user.run(["version", "--quiet"])).stdout).toBe(`${/\d+\.\d+\.\d+/.exec(stdout)?.[0]}\n`);
});

test("a job whose output could not be JSON is refused with --json, before it runs", async () => {
  const { stdout, stderr, code } = await user.run(["run", "--json", "--monitor", "x", "--", "echo", "ran"]);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "KUMA_USAGE" } });
});

test.each([
  [["monitr", "list"], 'There is no command "monitr list"', "kuma monitor list"],
  [["monitor", "lst"], 'There is no command "monitor lst"', "kuma monitor list"],
  [["lgoin"], 'There is no command "lgoin"', "kuma login"],
  [["frobnicate"], 'There is no command "frobnicate"', "kuma --help"],
  [["monitor", "amend", "1"], 'There is no command "monitor amend"', "kuma monitor --help"],
  [["monitr", "amend"], 'There is no command "monitr amend"', "kuma monitor --help"],
  [["monitor", "dleete", "1"], 'There is no command "monitor dleete"', "kuma monitor delete"],
  [["agent", "add", "dsk", "--path", "/"], 'There is no command "agent add dsk"', "kuma agent add disk"],
  [["agent", "restart"], 'There is no command "agent restart"', "kuma agent --help"],
  [
    ["list"],
    'There is no command "list"',
    "kuma api-key list, kuma docker-host list, kuma drill list or kuma group list, among others",
  ],
  [["delete", "1"], 'There is no command "delete 1"', "kuma --help"],
  [["help", "nosuch"], 'There is no command "nosuch"', "kuma --help"],
  [["help", "monitor", "lst"], 'There is no command "monitor lst"', "kuma monitor list"],
  [["monitor", "create", "x", "--tpye", "push"], "There is no flag --tpye", "--type"],
  [["monitor", "create"], "NAME is missing", "kuma monitor create --help"],
  [
    ["monitor", "show", "a", "b"],
    "There are too many arguments",
    "kuma monitor show --help; a name with spaces needs quotes",
  ],
  [["agent", "mute", "x"], "--for is missing", "kuma agent mute --help"],
  [["notification", "create", "x", "--config-file", "y"], "--config-file goes with its provider", "--type TYPE"],
  [
    ["monitor", "create", "x", "--interval", "abc"],
    "--interval must be a number of whole seconds, from 1 s to 24 days",
    "--interval 60",
  ],
  [
    ["agent", "logs", "--lines", "-3"],
    "--lines must be a whole number greater than or equal to 0, not -3",
    "kuma agent logs --help",
  ],
  [["agent", "logs", "--lines", "x"], "--lines must be a whole number, not x", "kuma agent logs --help"],
  [
    ["monitor", "create", "x", "--group", "a", "--group", "b"],
    "--group can be given only once",
    "kuma monitor create --help",
  ],
  [["monitor", "list", "--name"], "--name expects a value", "kuma monitor list --help"],
  [["monitor", "list", "--name=-q"], "--name expects a value", "kuma monitor list --help"],
  [["monitor", "list", "-o"], "--output expects one of these values: json, yaml, name", "kuma monitor list --help"],
  [
    ["monitor", "create", "x", "--notify", "a", "--no-notify"],
    "--no-notify and --notify cannot be used together",
    "kuma monitor create --help",
  ],
  [["monitor", "delete", "x"], "A confirmation is needed, and there is no terminal to ask for it", "--yes"],
  [
    ["login", "http://127.0.0.1:1", "--no-input", "--timeout", "x"],
    '--timeout is wrong: "x" is not a duration: write it like 500ms, 30s or 5 min',
    "--timeout 30s",
  ],
])("%j ends with 2: %s", async (words, message, hint) => {
  const { stdout, stderr, code } = await user.run(words);
  expect({ stdout, stderr, code }).toEqual({
    stdout: "",
    stderr: expect.stringContaining(`Error: ${message}\n`),
    code: 2,
  });
  expect(stderr.split("\n")[1]).toBe(`Try: ${hint}`);
});

test("a wrong variable ends with 2 and is named; a secret's file that is missing too", async () => {
  const wrong = await user.run(["whoami"], { env: { KUMA_TIMEOUT: "abc" } });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("KUMA_TIMEOUT is wrong") });
  const env = { KUMA_SERVER: "http://127.0.0.1:1", KUMA_USERNAME: "admin", KUMA_PASSWORD: "file:/nowhere/p" };
  const missing = await user.run(["whoami"], { env });
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("/nowhere/p") });
});

test("the tables of kuma help are data for scripts too", async () => {
  const codes = await user.run(["help", "exit-codes", "--json"]);
  expect(JSON.parse(codes.stdout)).toContainEqual({ code: 3, meaning: "the named object does not exist" });
  const variables = await user.run(["help", "environment"]);
  expect(variables.stdout).toContain("KUMA_PASSWORD");
});

test("folders of the person that cannot be read are no matter for a command that needs none", async () => {
  const env = { HOME: "/dev/null", XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", XDG_CACHE_HOME: "" };
  const result = await user.run(["help", "exit-codes", "-q"], { env });
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: "" });
});

test("colours only where they are wanted, and never in JSON", async () => {
  const escapes = (text: string): boolean => text.includes("\u001b");
  const env = { FORCE_COLOR: "1" };
  expect(escapes((await user.run(["help", "exit-codes"])).stdout)).toBe(false);
  expect(escapes((await user.run(["help", "exit-codes"], { env })).stdout)).toBe(true);
  expect(escapes((await user.run(["help", "exit-codes", "--no-color"], { env })).stdout)).toBe(false);
  expect(escapes((await user.run(["help", "exit-codes", "--json"], { env })).stdout)).toBe(false);
  expect(escapes((await user.run(["monitr"], { env: { ...env, NO_COLOR: "1" } })).stderr)).toBe(false);
});

test("an old Node gets one clear sentence", async () => {
  const { runCommand } = await import("@kumakit/testkit");
  const { KUMA } = await import("./support/built-kuma.ts");
  const old = `Object.defineProperty(process, "version", { value: "v18.20.0" }); Object.defineProperty(process, "versions", { value: { node: "18.20.0" } });`;
  const preload = `data:text/javascript,${encodeURIComponent(old)}`;
  const result = await runCommand([process.execPath, "--import", preload, KUMA, "monitor", "list"], { env: user.env });
  expect(result).toEqual({
    stdout: "",
    stderr: "kuma needs Node.js 20.19 or newer (22.12 or newer on the 22 line); this is v18.20.0.\n",
    code: 1,
  });
});

test.each([
  [["monitor", "list", "--nope=hunter2"]],
  [["monitor", "show", "a", "hunter2"]],
  [["monitor", "list", "--server", "http://u:hunter2@h"]],
])("--debug shows where %j went wrong, and no word that could be a secret", async (words) => {
  const { stdout, stderr, code } = await user.run([...words, "--debug"]);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(stderr).toContain("    at ");
  expect(stderr).not.toContain("hunter2");
});

test("what is piped in is never taken for an argument: it may be a password", async () => {
  const options = { input: "hunter2\n", env: { KUMA_SERVER: "http://127.0.0.1:1" } };
  const login = await user.run(["login", "--username", "a", "--password-stdin"], options);
  expect(login).toMatchObject({ code: 5, stderr: expect.stringContaining("127.0.0.1:1") });
  const show = await user.run(["monitor", "show"], options);
  expect(show).toMatchObject({ code: 2, stderr: expect.stringContaining("MONITOR is missing") });
  expect(await user.run(["help"], options)).toMatchObject({ code: 0, stdout: expect.stringContaining("TOPICS") });
});
