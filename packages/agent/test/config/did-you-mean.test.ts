import { describe, expect, test } from "vitest";
import { checkTypes } from "../../src/checks/registry.ts";
import { agentConfigSchema, AgentConfigError, parseAgentConfig, type ConfigText } from "../../src/config/index.ts";

const server = { url: "http://k" };

function refusalOf(config: Record<string, unknown>, dropIns: readonly ConfigText[] = []): string {
  try {
    parseAgentConfig(JSON.stringify({ version: 1, host: "h", server, ...config }), { file: "agent.json", dropIns });
  } catch (error) {
    if (error instanceof AgentConfigError) return error.message;
    throw error;
  }
  throw new Error("the config was accepted");
}

/** The slips that people make: two letters the wrong way round, one too many, one too few. */
function slipsOf(word: string): string[] {
  const swapped = word.slice(0, 1) + word.slice(1, 3).split("").toReversed().join("") + word.slice(3);
  return [swapped, `${word}s`, word.slice(0, -1)].filter((slip) => slip !== word);
}

function keysOf(shape: object): string[] {
  // Of max1, max5 and max15 a slip may be any.
  return Object.keys(shape).filter((key) => /^[a-z]{4,}$/i.test(key));
}

test.each([
  ["tpc", "tcp"],
  ["htpp", "http"],
  ["sytemd", "systemd"],
  ["Docker", "docker"],
  ["dsik", "disk"],
  ["proces", "process"],
  ["lod", "load"],
])("the type %j is taken for %j", (given, meant) => {
  expect(refusalOf({ checks: [{ type: given }] })).toContain(`did you mean "${meant}"?`);
});

test.each(["xyz", "frobnicate"])("the type %j is like none", (given) => {
  expect(refusalOf({ checks: [{ type: given }] })).not.toContain("did you mean");
});

describe.each(Object.values(checkTypes).map(({ type, config }) => ({ type, keys: keysOf(config.shape) })))(
  "$type",
  ({ type, keys }) => {
    test.each(keys)("%s, mistyped, is guessed", (key) => {
      for (const slip of slipsOf(key).filter((text) => !keys.includes(text))) {
        expect(refusalOf({ checks: [{ type, [slip]: 1 }] })).toContain(
          `checks[0].${slip}: unknown setting, did you mean "${key}"?`,
        );
      }
    });
  },
);

test.each(keysOf(agentConfigSchema.shape.server.shape))("server.%s, mistyped, is guessed", (key) => {
  for (const slip of slipsOf(key)) {
    expect(refusalOf({ server: { ...server, [slip]: 1 }, checks: [] })).toContain(`did you mean "${key}"?`);
  }
});

test.each(keysOf(agentConfigSchema.shape))("%s, mistyped, is guessed", (key) => {
  for (const slip of slipsOf(key)) expect(refusalOf({ [slip]: 1 })).toContain(`did you mean "${key}"?`);
});

test("in a drop-in as well: of the settings at its top, and of those of its checks", () => {
  const file = "conf.d/a.yaml";
  const check = { type: "tcp", name: "n", tokenFile: "t", interval: 60, prot: 1 };
  expect(refusalOf({}, [{ file, text: "cheks: []" }])).toContain(
    'conf.d/a.yaml:1:1: cheks: unknown setting, did you mean "checks"?',
  );
  expect(refusalOf({}, [{ file, text: JSON.stringify({ checks: [check] }) }])).toContain(
    'checks[0].prot: unknown setting, did you mean "port"?',
  );
});
