import { checkTypeNames } from "@kumakit/agent/checks";
import { checkFromCommandLine, checkExample } from "@kumakit/agent/config";
import type { CheckDefinition } from "@kumakit/provision";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";

import { addCommand } from "../src/agents/add-command.ts";
import { flagsOfAllTypes, withSettings } from "../src/agents/change-check.ts";
import { InstallCommand } from "../src/agents/install-command.ts";
import AgentSet from "../src/commands/agent/set.ts";
import { shellWords } from "./support/shell-words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The part of a command that would work on a host. */
const installing = InstallCommand.prototype as unknown as { installChecks: (...given: unknown[]) => Promise<void> };

afterEach(() => {
  vi.restoreAllMocks();
});

interface Asked {
  readonly checks: readonly CheckDefinition[];
  readonly changes: readonly { readonly check: string; readonly change: (one: CheckDefinition) => CheckDefinition }[];
  readonly rename: boolean;
  readonly nameTemplate: string;
}

/** The wish that a command line gives to an install. */
async function asked(command: { run(words: string[], root: string): Promise<unknown> }, ...words: readonly string[]) {
  const install = vi.spyOn(installing, "installChecks").mockResolvedValue();
  await command.run([...words], root);
  const [wish, flags] = install.mock.lastCall ?? [];
  return { wish: wish as Asked, flags };
}

/** The check of the example of a type, as `agent add` makes it. */
async function exampleOf(type: (typeof checkTypeNames)[number]): Promise<CheckDefinition> {
  const [, ...words] = shellWords(checkExample(type));
  const { wish } = await asked(addCommand(type), ...words);
  const [check] = wish.checks;
  if (check === undefined) throw new Error(`${type} has no example`);
  return check;
}

function load(settings: object = {}): CheckDefinition {
  const common = { name: "l", interval: 60, tokenFile: "t" };
  const result = checkFromCommandLine("load", { positional: [], flags: {}, common });
  if (!result.ok) throw new Error("load needs no settings");
  return { ...result.check, ...settings };
}

describe("new settings of a check", () => {
  test.each(checkTypeNames)("are the present ones of %s when none is given", async (type) => {
    const check = await exampleOf(type);
    expect(withSettings(check, {})).toEqual(check);
  });

  test("replace those that are given, and leave the rest", async () => {
    const disk = await exampleOf("disk");
    expect(withSettings(disk, { "min-free": "7%", "must-be-mount": true })).toEqual({
      ...disk,
      minFree: ["7%"],
      mustBeMount: true,
    });
    expect(withSettings(disk, { path: ["/srv", "/home"] })).toMatchObject({ paths: ["/srv", "/home"] });
    const file = await exampleOf("file");
    // The flag is a list for other types alone.
    expect(withSettings(file, { path: ["/srv/x"] })).toMatchObject({ path: "/srv/x" });
    expect(withSettings(load({ lookEvery: 28 }), {})).toMatchObject({ lookEvery: 28 });
  });

  test("are refused when the type does not have them, or they are wrong", async () => {
    const file = await exampleOf("file");
    expect(() => withSettings(load(), { "min-free": "5%" })).toThrow(
      '"l" is of the type load: --min-free is not a flag of load.',
    );
    expect(() => withSettings(file, { path: ["/a", "/b"] })).toThrow("--path can be given once only");
    const disk = await exampleOf("disk");
    expect(() => withSettings(disk, { "min-free": "much" })).toThrow(/of the type disk: --min-free /);
  });
});

describe("kuma agent set", () => {
  test("names the check, its new settings and what is about its monitor", async () => {
    const { wish, flags } = await asked(
      AgentSet,
      "disk /",
      "--min-free",
      "5%",
      "--interval",
      "5m",
      "--name",
      "{host} disk",
    );
    expect(wish).toMatchObject({ rename: true, nameTemplate: "{host} disk", changes: [{ check: "disk /" }] });
    expect(flags).toMatchObject({ interval: 300, adopt: false });
    const disk = await exampleOf("disk");
    expect(wish.changes[0]?.change(disk)).toEqual({ ...disk, minFree: ["5%"] });
  });

  test("leaves names alone that are not given, and needs something to change", async () => {
    expect((await asked(AgentSet, "nginx", "--notify", "ops")).wish).toMatchObject({ rename: false });
    await expect(asked(AgentSet, "nginx")).rejects.toMatchObject({ oclif: { exit: 2 } });
  });

  test("has no flag of a check type that means something else", () => {
    const own = [
      "host",
      "hosts-file",
      "user",
      "interval",
      "notify",
      "no-notify",
      "group",
      "tag",
      "name",
      "test",
      "dry-run",
    ];
    expect(Object.keys(flagsOfAllTypes()).filter((name) => own.includes(name))).toEqual([]);
  });
});
