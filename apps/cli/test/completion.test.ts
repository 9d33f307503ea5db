import { monitorTypes } from "@kumakit/client";
import { runCommand } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";

import { silentListener } from "./support/loopback.ts";
import { pretendLogin } from "./support/pretend-login.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";
import { shells, startShell, withKumaOnPath } from "./support/shells.ts";

const types = monitorTypes.map(({ type }) => type);
let user: KumaUser;
beforeAll(async () => {
  user = newUser();
  await user.run(["profile", "add", "home", "--server", "http://one.example:3001"]);
  await user.run(["profile", "add", "work", "--server", "http://two.example:3001"]);
});
afterAll(() => user[Symbol.dispose]());

/** The words that are offered, the one being typed given last. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr, code } = await user.run(["__complete", "words", ...words]);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  const [kind = "", ...lines] = stdout.trimEnd().split("\n");
  return kind === "files" ? [kind] : lines.map((line) => line.split("\t", 1)[0] ?? "");
}

test("commands, word by word, also behind global flags and for help", async () => {
  expect(await offered("")).toEqual(expect.arrayContaining(["login", "monitor", "agent", "completion"]));
  expect(await offered("monitor", "")).toEqual([
    "beat",
    "clone",
    "create",
    "delete",
    "edit",
    "history",
    "list",
    "open",
    "pause",
    "resume",
    "show",
    "token",
    "wait",
    "watch",
  ]);
  expect(await offered("--server", "http://x", "--json", "notification", "")).toContain("test");
  expect(await offered("help", "")).toEqual(expect.arrayContaining(["exit-codes", "monitor"]));
  expect(await offered("help", "monitor", "")).toContain("show");
  expect(await offered("nonsense", "")).toEqual([]);
});

test("flags that may still be given, and the values of those that have choices", async () => {
  const flags = await offered("monitor", "create", "x", "--type", "push", "--notify", "a", "-q", "-");
  expect(flags).toEqual(expect.arrayContaining(["--notify", "--dry-run", "--json"]));
  expect(flags).not.toContain("--type");
  expect(flags).not.toContain("--quiet");
  expect(await offered("--")).toContain("--profile");
  expect(await offered("monitor", "create", "x", "--type", "")).toEqual(types);
  expect(await offered("monitor", "create", "x", "--if-exists=")).toEqual([
    "--if-exists=error",
    "--if-exists=keep",
    "--if-exists=update",
  ]);
  expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await offered("monitor", "show", "--", "--")).toEqual([]);
});

test("files, profiles and servers; no names without a server, and no error either", async () => {
  expect(await offered("notification", "create", "x", "--config-file", "")).toEqual(["files"]);
  expect(await offered("profile", "use", "")).toEqual(["home", "work"]);
  expect(await offered("whoami", "--profile", "")).toEqual(["home", "work"]);
  expect(await offered("login", "")).toEqual(["http://one.example:3001", "http://two.example:3001"]);
  expect(await offered("monitor", "show", "")).toEqual([]);
});

test("a server that does not answer is not waited for", async () => {
  using other = newUser();
  await using silent = await silentListener();
  pretendLogin(other, silent.url);
  const ask = async (): Promise<void> => {
    const { stdout, code } = await other.run(["__complete", "words", "monitor", "show", ""]);
    expect({ stdout, code }).toEqual({ stdout: "words\n", code: 0 });
  };
  await ask();
  // Another process asks the server: this one has ended already.
  await silent.connected;
  await ask();
});

test("providers and events, which no server has to be asked for", async () => {
  expect(await offered("notification", "create", "x", "--type", "")).toEqual(
    expect.arrayContaining(["slack", "webhook"]),
  );
  expect(await offered("notification", "template", "")).toContain("webhook");
  expect(await offered("api", "")).toContain("getMonitorList");
  expect(await offered("proxy", "create", "")).toEqual([]);
});

test("the script as JSON, and a shell that there is no script for", async () => {
  const { stdout } = await user.run(["completion", "bash", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ shell: "bash", script: expect.stringContaining("complete -F _kuma kuma") });
  const wrong = await user.run(["completion", "csh"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("bash, zsh, fish") });
});

test("bash, asked as it asks: replies take the place of what bash takes for the word", async () => {
  const script = `set -u
source <(kuma completion bash)
for line in "$@"; do COMP_LINE=$line; COMP_POINT=\${#line}; _kuma; echo "\${COMPREPLY[*]}"; done`;
  const lines = ["kuma mon", "kuma monitor cr", "kuma monitor create x --type=", "kuma profile use h", "kuma x y"];
  const { stdout, stderr } = await runCommand(["bash", "-c", script, "bash", ...lines], { env: withKumaOnPath(user) });
  expect({ stdout, stderr }).toEqual({ stdout: `monitor\ncreate\n${types.join(" ")}\nhome\n\n`, stderr: "" });
});

for (const shell of shells) {
  describeWith([shell.name], `${shell.name}, on a terminal`, () => {
    test("Tab completes commands, flags, values and profiles; the line then runs", async () => {
      const running = await startShell(user, shell);
      running.type("kuma prof\tus\tho\t\r");
      await running.waitForText("Using the profile home: http://one.example:3001.");
      running.type("kuma profile ad\tnew --ser\thttp://new.example\r");
      await running.waitForText("The profile new is for http://new.example.");
      running.type("kuma config ex\tser\t--qui\t\r");
      await running.waitForText(/http:\/\/one\.example:3001\r\n/);
      running.type("exit\r");
      expect((await running.finished).stdout).not.toContain("Error");
    });
  });
}
