import { parse } from "@oclif/core/parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { commandClass, commands, wordsOf, type ManifestCommand } from "./support/built-kuma.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";
import { shellWords } from "./support/shell-words.ts";

let user: KumaUser;
beforeAll(() => {
  user = newUser();
});
afterAll(() => user[Symbol.dispose]());

/** Words that satisfy what a command requires; files among them do not exist. */
function requiredWords({ args, flags }: ManifestCommand): readonly string[] {
  const values = Object.values(args).flatMap((arg) => (arg.required === true ? [arg.options?.[0] ?? "x"] : []));
  const required = Object.values(flags).filter((flag) => flag.required === true);
  return [...values, ...required.flatMap(({ name, options }) => [`--${name}`, options?.[0] ?? "x"])];
}

test("the commands that there are: taking one away is a change that somebody must see", () => {
  const ids = commands.map(({ id }) => id).filter((id) => !id.startsWith("agent"));
  expect(ids.toSorted()).toEqual([
    "completion",
    "config:explain",
    "help",
    "help:environment",
    "help:exit-codes",
    "login",
    "logout",
    "monitor:create",
    "monitor:delete",
    "monitor:list",
    "monitor:pause",
    "monitor:resume",
    "monitor:show",
    "notification:create",
    "notification:delete",
    "notification:list",
    "notification:test",
    "profile:add",
    "profile:list",
    "profile:remove",
    "profile:use",
    "run",
    "server:info",
    "whoami",
  ]);
});

test("no flag takes a secret as its value", () => {
  const flags = commands.flatMap((command) => Object.values(command.flags));
  const secret = flags.filter(({ name, type }) => type === "option" && /password|token|secret|config|key/.test(name));
  expect(secret.filter(({ name }) => !name.endsWith("-file"))).toEqual([]);
});

test("whatever changes a server or this host can be tried with --dry-run", () => {
  // These only look, or change nothing but the own settings of the person who types.
  // What a job changes only the job knows.
  const harmless =
    /^(?:(?:help|completion|login|logout|whoami|config|profile|server|run)(?::|$)|.*:(?:list|show|status)$)/;
  const changing = commands.filter(({ id }) => !harmless.test(id));
  expect(changing.filter(({ flags }) => !("dry-run" in flags)).map(({ id }) => id)).toEqual([]);
});

test("what deletes can be confirmed by name, or with --yes", () => {
  const deleting = commands.filter(({ id }) => id.endsWith(":delete"));
  expect(deleting.length).toBeGreaterThan(1);
  for (const { flags } of deleting) expect(Object.keys(flags)).toEqual(expect.arrayContaining(["yes", "confirm"]));
});

test("global flags are the same for every command", () => {
  const names = ["json", "server", "profile", "timeout", "debug", "no-color", "no-input", "quiet"];
  for (const { id, flags } of commands)
    expect({ id, flags: Object.keys(flags) }).toMatchObject({ id, flags: expect.arrayContaining(names) });
});

describe.each(commands)("kuma $id", (command) => {
  const words = wordsOf(command);

  test("-h, --help and help agree, on stdout, and begin with the summary", async () => {
    const asked = [
      [...words, "--help"],
      [...words, "-h"],
      ["help", ...words],
    ];
    const results = await Promise.all(
      (command.id === "help" ? asked.slice(0, 2) : asked).map((line) => user.run(line)),
    );
    for (const { stdout, stderr, code } of results) {
      expect({ stdout, stderr, code }).toEqual({ stdout: results[0]?.stdout, stderr: "", code: 0 });
      // `kuma help --help` is the help of everything.
      const begin = command.id === "help" ? "kuma: watch the services of your Linux servers" : command.summary;
      expect(stdout).toMatch(new RegExp(`^${begin}`));
    }
  });

  test("has two examples or more, and each of them parses", async () => {
    const examples = command.examples ?? [];
    expect(examples.length).toBeGreaterThanOrEqual(2);
    const { args, flags, baseFlags, strict } = await commandClass(command);
    for (const example of examples) {
      const line = (typeof example === "string" ? example : example.command)
        .replaceAll("<%= config.bin %>", "kuma")
        .replaceAll("<%= command.id %>", words.join(" "))
        .replace(/^source <\((.*)\)$/, "$1")
        .replace(/ \| source$/, "");
      const typed = shellWords(line);
      const from = typed.indexOf("kuma");
      expect(typed.slice(from + 1, from + 1 + words.length)).toEqual(words);
      const rest = typed.slice(from + 1 + words.length).filter((word) => !["|", ">", "<"].includes(word));
      const options = { args: args ?? {}, flags: { ...baseFlags, ...flags }, strict: strict ?? true };
      const parsed = await parse([...rest], options);
      const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
      const named = own.flatMap((word) => /^--(?<name>[a-z-]+)/.exec(word)?.groups?.["name"] ?? []);
      expect(Object.keys(parsed.flags)).toEqual(expect.arrayContaining(named));
    }
  });

  test("an unknown flag ends with 2, a short JSON error on stderr alone, and no word of what else was typed", async () => {
    const typed = [...words, ...requiredWords(command), "--nope=hunter2", "--json", "--server", "http://u:hunter2@h"];
    const { stdout, stderr, code } = await user.run(typed);
    expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "KUMA_USAGE", exit: 2, hint: expect.any(String) } });
    expect(stderr.length).toBeLessThan(2048);
    expect(stderr).not.toContain("hunter2");
  });
});

// These need neither; the commands of the agent would touch this very host.
const remote = commands.filter(({ id }) => !/^(?:help|completion|logout|config|profile|agent)/.test(id));

describe.each(remote)("kuma $id without server, login and terminal", (command) => {
  test("ends by itself, with a hint", async () => {
    const typed = [...wordsOf(command), ...requiredWords(command), "--json"];
    const { stdout, stderr, code } = await user.run(typed);
    expect(stdout).toBe("");
    const { error } = JSON.parse(stderr) as { readonly error: Record<string, unknown> };
    expect(error).toMatchObject({ code: expect.stringMatching(/^KUMA_/), message: expect.any(String), exit: code });
    expect([2, 4]).toContain(code);
    expect(stderr.length).toBeLessThan(2048);
  });
});
