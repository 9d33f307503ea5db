import { describe, expect, test } from "vitest";

import { describeTool, ofTopics, toolsOf, type KumaTool, type ToolCommand } from "../../src/mcp/tools.ts";
import { toolWords } from "../../src/mcp/tool-words.ts";
import { commandClass, commands } from "../support/built-kuma.ts";

const loadable = commands.map(
  (command) => ({ ...command, load: () => commandClass(command) }) as unknown as ToolCommand,
);
const tools = toolsOf(loadable);
const usage = expect.objectContaining({ code: "KUMA_USAGE" }) as Error;

function tool(name: string): KumaTool {
  const found = tools.get(name);
  if (found === undefined) throw new Error(`There is no tool ${name}`);
  return found;
}

describe.each([...tools.values()])("the tool $name", (one) => {
  test("is described by its command", async () => {
    const { annotations, inputSchema, description } = await describeTool(one, true);
    const { readOnly, destructive, idempotent, summary } = one.command;
    expect(annotations).toMatchObject({
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
    });
    expect(description).toContain(summary);
    expect("planToken" in (inputSchema.properties ?? {})).toBe(!readOnly);
    expect(one.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  test("has no flag that confirms, shows a secret, or has a file of this machine read or written", async () => {
    const names = one.inputs.map(({ name }) => name);
    const never = [
      "yes",
      "confirm",
      "dry-run",
      "print",
      "output-file",
      "with-secrets",
      "push-url",
      "token-file",
      "json",
    ];
    expect(names.filter((name) => [...never, "server", "profile"].includes(name))).toEqual([]);
    const files = Object.values(one.command.flags).filter(({ helpValue }) => String(helpValue).endsWith("FILE"));
    for (const { name } of files)
      expect([undefined, "content"]).toContain(one.inputs.find((input) => input.name === name)?.kind);
  });
});

test("a command whose change cannot be shown, that never ends, or that shows a secret is not a tool", () => {
  const names = [
    "login",
    "logout",
    "run",
    "profile_use",
    "maintenance_wrap",
    "monitor_watch",
    "monitor_token_show",
    "mcp",
  ];
  expect(names.filter((name) => tools.has(name))).toEqual([]);
  expect(tools.size).toBeGreaterThan(70);
});

test("no value of a call becomes a flag or a confirmation", () => {
  const { words, input } = toolWords(tool("monitor_pause"), {
    monitor: ["--yes", "-y", "web"],
    reason: "--yes",
    for: "2h",
  });
  expect(words).toEqual(["monitor", "pause", "--for=2h", "--reason=--yes", "--json", "--", "--yes", "-y", "web"]);
  expect(input).toBe("");
});

test("the text of a file is piped in, and stands in no command line", () => {
  const given = { name: "ops", type: "webhook", "config-file": '{"webhookURL":"https://secret"}', default: true };
  expect(toolWords(tool("notification_create"), given)).toEqual({
    words: ["notification", "create", "--type=webhook", "--config-file=-", "--default", "--json", "--", "ops"],
    input: '{"webhookURL":"https://secret"}',
  });
});

test.each([
  ["monitor_pause", {}, /monitor is missing/],
  ["monitor_pause", { monitor: ["web"], yes: true }, /no argument "yes"/],
  ["monitor_pause", { monitor: ["web"], reson: "x" }, /Did you mean .*reason/],
  ["monitor_pause", { monitor: [{ name: "web" }] }, /must be a list of texts/],
  ["monitor_show", { monitor: ["a", "b"] }, /must be a text/],
  ["monitor_list", { down: "yes" }, /true or false/],
  ["status", { planToken: "0" }, /no argument "planToken"/],
  ["monitor_list", { __proto__: { down: true }, constructor: "x" }, /no argument "constructor"/],
])("%s refuses %j", (name, given, message) => {
  expect(() => toolWords(tool(name), given)).toThrow(usage);
  expect(() => toolWords(tool(name), given)).toThrow(message);
});

test("topics choose tools, and one that there is not is refused", () => {
  const chosen = toolsOf(ofTopics(loadable, ["status", "tag"]));
  expect([...chosen.keys()]).toEqual(["status", "tag_add", "tag_create", "tag_delete", "tag_list", "tag_remove"]);
  expect(() => ofTopics(loadable, ["monitr"])).toThrow(/Did you mean .*monitor/);
});
