import { parse } from "@oclif/core/parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import {
  commandClass,
  commands,
  failureSchema,
  outputSchema,
  wordsOf,
  type ManifestCommand,
} from "./support/built-kuma.ts";
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

test("no flag takes a secret as its value", () => {
  const flags = commands.flatMap((command) => Object.values(command.flags));
  const secret = flags.filter(
    ({ name, type }) => type === "option" && /password|token|secret|config|key(?!word)/.test(name),
  );
  expect(secret.filter(({ name }) => !name.endsWith("-file"))).toEqual([]);
});

test("a command that changes something can be tried with --dry-run, or says why not", () => {
  const changing = commands.filter(({ readOnly }) => !readOnly);
  expect(changing.length).toBeGreaterThan(5);
  const mute = changing.filter(({ flags, withoutDryRun }) => !("dry-run" in flags) && withoutDryRun === undefined);
  expect(mute.map(({ id }) => id)).toEqual([]);
});

test("a command that only reads changes nothing, whatever its flags say", () => {
  const reading = commands.filter(({ readOnly }) => readOnly);
  const changing = reading.filter(({ flags, destructive }) => "dry-run" in flags || "yes" in flags || destructive);
  expect(changing.map(({ id }) => id)).toEqual([]);
});

test("a command that takes something away can be confirmed with --yes, and by name where it has one", () => {
  const destructive = commands.filter((command) => command.destructive);
  expect(destructive.map(({ id }) => id)).toEqual(
    expect.arrayContaining(commands.map(({ id }) => id).filter((id) => id.endsWith(":delete"))),
  );
  for (const { id, flags } of destructive)
    expect({ id, flags: Object.keys(flags) }).toEqual({
      id,
      flags: expect.arrayContaining(id.endsWith(":delete") ? ["yes", "confirm"] : ["yes"]),
    });
});

test("the names in JSON are of one style, but for those of Ansible", async () => {
  const names = new Set<string>();
  for (const { id, output } of commands)
    if (output !== null) for (const name of namesIn(z.toJSONSchema(await outputSchema(id)))) names.add(name);
  const odd = [...names].filter((name) => !/^[a-z]+(?:[A-Z][a-z]*|[0-9]+)*$/.test(name));
  expect(odd.toSorted()).toEqual(["_meta", "kuma_down", "kuma_monitors"]);
  expect(names.size).toBeGreaterThan(200);
});

/** The names of the fields that a JSON Schema describes, at any depth. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "properties"
      ? [...Object.keys(value as object), ...Object.values(value as object).flatMap(namesIn)]
      : namesIn(value),
  );
}

test("global flags are the same for every command", () => {
  const names = [
    "json",
    "output",
    "template",
    "server",
    "profile",
    "timeout",
    "debug",
    "no-color",
    "no-input",
    "quiet",
  ];
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
      const named = own.flatMap((word) => /^--(?<name>[a-z0-9-]+)/.exec(word)?.groups?.["name"] ?? []);
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

// The commands of the agent would touch this very host.
const elsewhere = commands.filter(({ id }) => !id.startsWith("agent:"));

const failure = (await failureSchema()).and(
  z.object({ error: z.object({ code: z.string().startsWith("KUMA_"), exit: z.literal([2, 3, 4]) }) }),
);

describe.each(elsewhere)("kuma $id without server, login and terminal", (command) => {
  test("ends by itself, with its output, or with a hint", async () => {
    const typed = [...wordsOf(command), ...requiredWords(command), "--json"];
    const { stdout, stderr, code } = await user.run(typed);
    const schema = code === 0 ? await outputSchema(command.id) : failure;
    expect(schema.safeParse(JSON.parse(code === 0 ? stdout : stderr)).error).toBeUndefined();
    expect(code === 0 ? stderr : stdout).toBe("");
    expect([0, 2, 3, 4]).toContain(code);
    expect(stderr.length).toBeLessThan(2048);
  });
});
