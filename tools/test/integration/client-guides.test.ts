import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { repositoryRoot } from "../../src/repository-root.ts";

const run = promisify(execFile);

let folder = "";

// Another package, outside of the workspace, that has only the built package in its node_modules.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kumakit-guides-"));
  await mkdir(join(folder, "node_modules/@kumakit"), { recursive: true });
  await symlink(join(repositoryRoot, "packages/client"), join(folder, "node_modules/@kumakit/client"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function printedBy(guide: string, env: Record<string, string>): Promise<readonly string[]> {
  const text = await readFile(join(repositoryRoot, "docs/client", guide), "utf8");
  const [, code] = /^```js\n([\s\S]*?)^```$/m.exec(text) ?? [];
  if (code === undefined) throw new Error(`${guide} has no example`);
  const file = join(folder, "example.mjs");
  await writeFile(file, code);
  const { stdout } = await run(process.execPath, [file], { env: { ...process.env, ...env }, timeout: 60_000 });
  return stdout.trimEnd().split("\n");
}

describe.each(inject("kumaServers"))("the guides of the client, on $label", ({ url, username, password }) => {
  test.each([
    ["maintenance.md", ["under-maintenance", "inactive"]],
    ["status-pages.md", ["Is it up? web shop Our provider is looking into it."]],
    ["settings-and-account.md", ["90", "true", "false", "true"]],
    ["without-a-login.md", ["true", "dashboard", "up"]],
  ])("the example of %s does what it says", async (guide, expected) => {
    const env = { KUMA_URL: url, KUMA_USERNAME: username, KUMA_PASSWORD: password };
    expect(await printedBy(guide, env)).toEqual(expected);
  });
});
