import { startInTerminal, type CommandResult } from "@kumakit/testkit";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { KUMA } from "./support/built-kuma.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";

/** A pager that leaves its mark on each line. */
const MARKING = "sed 's/^/paged: /'";
let user: KumaUser;

beforeAll(() => {
  user = newUser();
  const names = Array.from({ length: 200 }, (_, index) => `p${String(index).padStart(3, "0")}`);
  const profiles = Object.fromEntries(names.map((name) => [name, { server: `http://${name}` }]));
  mkdirSync(join(user.folder, ".config", "kuma"), { recursive: true });
  const file = join(user.folder, ".config", "kuma", "profiles.json");
  writeFileSync(file, JSON.stringify({ version: 1, inUse: null, profiles }));
});
afterAll(() => user[Symbol.dispose]());

function onTerminal(
  env: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  rows = 20,
): Promise<CommandResult> {
  const argv = [process.execPath, KUMA, "profile", "list", ...words];
  return startInTerminal(argv, { env: { ...user.env, NO_COLOR: "1", ...env }, rows }).finished;
}

test("a table longer than the terminal is paged: KUMA_PAGER goes before PAGER", async () => {
  const lines = (await onTerminal({ PAGER: MARKING })).stdout.trimEnd().split("\r\n");
  expect(lines).toHaveLength(201);
  expect(lines.every((line) => line.startsWith("paged: "))).toBe(true);
  const { stdout, code } = await onTerminal({ KUMA_PAGER: MARKING, PAGER: "false" });
  expect({ stdout, code }).toEqual({ stdout: expect.stringContaining("paged: p199"), code: 0 });
});

test.each([
  { why: "KUMA_PAGER=cat", env: { KUMA_PAGER: "cat", PAGER: MARKING } },
  { why: "--no-pager", env: { PAGER: MARKING }, words: ["--no-pager"] },
  { why: "--json", env: { PAGER: MARKING }, words: ["--json"] },
  { why: "a terminal that is high enough", env: { PAGER: MARKING }, rows: 300 },
  { why: "a pager that there is not", env: { PAGER: "no-such-pager-anywhere" } },
])("not paged: $why", async ({ env, words, rows }) => {
  const { stdout, code } = await onTerminal(env, words, rows);
  expect({ stdout, code }).toEqual({ stdout: expect.stringContaining("p199"), code: 0 });
  expect(stdout).not.toContain("paged: ");
});

test("not paged: a pipe", async () => {
  const { stdout, code } = await user.run(["profile", "list"], { env: { PAGER: MARKING } });
  expect({ stdout, code }).toEqual({ stdout: expect.stringMatching(/^NAME +USER/), code: 0 });
});

test("who leaves the pager early sees no error", async () => {
  const { stdout, code } = await onTerminal({ PAGER: "head -1" });
  expect({ stdout, code }).toEqual({ stdout: expect.stringMatching(/^NAME[^\r\n]*\r\n$/), code: 0 });
});
