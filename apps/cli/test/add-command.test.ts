import { checkTypeNames } from "@kumakit/agent/checks";
import { checkExample, checkFromCommandLine, wordsOfCheck } from "@kumakit/agent/config";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";

import { addCommand } from "../src/agents/add-command.ts";
import { InstallCommand } from "../src/agents/install-command.ts";
import { commands } from "./support/built-kuma.ts";
import { shellWords } from "./support/shell-words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The part of a command that would work on a host. */
const installing = InstallCommand.prototype as unknown as { installChecks: (...given: unknown[]) => Promise<void> };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The wish and the flags that a command line gives to an install. */
async function asked(...[type = "", ...words]: readonly string[]): Promise<readonly unknown[]> {
  const install = vi.spyOn(installing, "installChecks").mockResolvedValue();
  const name = checkTypeNames.find((each) => each === type);
  if (name === undefined) throw new Error(`there is no type ${type}`);
  await addCommand(name).run([...words], root);
  return install.mock.lastCall ?? [];
}

test("there is one command for each check type", () => {
  const built = commands.map(({ id }) => id).filter((id) => id.startsWith("agent:add:"));
  expect(built).toEqual(checkTypeNames.map((type) => `agent:add:${type}`));
});

test.each(checkTypeNames)("the example of %s is the check of its page", async (type) => {
  const [wish, flags] = await asked(...shellWords(checkExample(type, "--interval 5m --notify ops")));
  const [{ name, ...definition }] = (wish as { checks: [Record<string, unknown> & { type: typeof type }] }).checks;
  expect(flags).toMatchObject({ interval: 300, notify: ["ops"], "dry-run": false });
  const common = { name: "x", interval: 60, tokenFile: "t" };
  const result = checkFromCommandLine(type, { ...wordsOfCheck(definition), common });
  expect(result).toEqual({ ok: true, check: { ...definition, ...common } });
  expect(name).not.toBe("");
});

test("a list, a switch that is off, a map and the words of a program", async () => {
  expect(await asked("disk", "--path", "/", "--path", "/srv", "--no-must-be-mount", "--name", "disks")).toMatchObject([
    { checks: [{ type: "disk", name: "disks", paths: ["/", "/srv"], mustBeMount: false }] },
    {},
  ]);
  expect(await asked("http", "--url", "http://h", "--header", "A=b=c", "--header-file", "K=secrets/k")).toMatchObject([
    { checks: [{ name: "http http://h", headers: { A: "b=c", K: { file: "secrets/k" } } }] },
    {},
  ]);
  expect(await asked("command", "--name", "procs", "--", "/bin/check_procs", "-c", "1:", "--host", "x")).toMatchObject([
    { checks: [{ type: "command", name: "procs", command: ["/bin/check_procs", "-c", "1:", "--host", "x"] }] },
    {},
  ]);
});

test.each([
  ["a word that stands twice", ["/bin/check_load", "-w", "5", "-c", "5"]],
  ["the name of the check", ["/bin/check_procs", "-C", "web"]],
  ["a word that is also one of kuma's", ["/bin/sh", "-c", "true", "--name", "--", "add", "--", "web"]],
])("the words of a program stay as they are with %s", async (_which, command) => {
  expect(await asked("command", "--name", "web", "--", ...command)).toMatchObject([
    { checks: [{ name: "web", command }] },
    {},
  ]);
});
