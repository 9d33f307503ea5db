import { startKumaDouble } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { newUser, type KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

const name = `kumakit-test-${process.pid} backed up`;

async function json(user: KumaUser, words: readonly string[], input?: string): Promise<unknown> {
  const { stdout, stderr, code } = await user.run([...words, "--json"], input === undefined ? {} : { input });
  expect({ words, stderr, code }).toEqual({ words, stderr: "", code: 0 });
  const data: unknown = JSON.parse(stdout);
  expect((await outputSchema(words.slice(0, 2).join(":"))).safeParse(data).error).toBeUndefined();
  return data;
}

async function tokenOf(user: KumaUser, monitor: string): Promise<string> {
  const { pathname } = new URL((await user.run(["monitor", "token", "show", monitor])).stdout.trim());
  return pathname.split("/").at(-1) ?? "";
}

describe.each(kumaServers())("$label", (server) => {
  test("a monitor comes back with its token on another server; the file is the person's alone", async () => {
    using user = await loggedInUser(server);
    const file = join(user.folder, "backup.json");
    const made = (await json(user, ["monitor", "create", name, "--no-notify"])) as { readonly id: number };
    const token = await tokenOf(user, `id:${made.id}`);
    try {
      expect(await json(user, ["server", "backup", file, "--dry-run"])).toMatchObject({ dryRun: true, file });
      expect(() => statSync(file)).toThrow("ENOENT");
      const { stdout, code } = await user.run(["server", "backup", file]);
      expect({ stdout, code }).toEqual({ stdout: expect.stringMatching(/^Saved .*\d+ monitors?/), code: 0 });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, "utf8")).toContain(token);
      expect(stdout).not.toContain(token);
      // Again, in its own place; never in that of another file.
      expect(await json(user, ["server", "backup", file])).toMatchObject({ file, server: server.url });
      const other = join(user.folder, "notes.txt");
      writeFileSync(other, "mine");
      expect(await user.run(["server", "backup", other])).toMatchObject({ code: 2, stdout: "" });
      expect(readFileSync(other, "utf8")).toBe("mine");
      expect(await json(user, ["server", "restore", file, "--dry-run"])).toMatchObject({ made: [], settings: [] });

      const admin = { username: "admin", password: "not-secret-1" };
      await using fresh = await startKumaDouble({ admin });
      using owner = await loggedInUser({ ...admin, label: "another server", url: fresh.url });
      const printed = (await user.run(["server", "backup", "-", "--quiet"])).stdout;
      const planned = await json(owner, ["server", "restore", "-", "--dry-run"], printed);
      expect(planned).toMatchObject({ made: expect.arrayContaining([{ kind: "monitor", name }]) });
      const done = await owner.run(["server", "restore", "-", "--json"], { input: printed });
      expect(JSON.parse(done.stdout)).toMatchObject({ made: expect.arrayContaining([{ kind: "monitor", name }]) });
      expect(await tokenOf(owner, name)).toBe(token);
      const again = await owner.run(["server", "restore", file, "--json"]);
      expect(JSON.parse(again.stdout)).toMatchObject({ made: [] });
    } finally {
      await user.run(["monitor", "delete", `id:${made.id}`, "--yes"]);
    }
  }, 60_000);
});

test.each([
  ["no JSON", "hunter2", "is not a backup"],
  ["something else", '{"hunter2": 1}', "is not a backup"],
  ["a later one", '{"format": "kuma-backup", "version": 2, "hunter2": 1}', "of a later kuma"],
  ["a damaged one", '{"format": "kuma-backup", "version": 1, "hunter2": 1}', "is a damaged backup"],
])("%s is refused before any log-in, and nothing of it is repeated", async (_, text, message) => {
  using user = newUser();
  const { code, stdout, stderr } = await user.run(["server", "restore", "-"], { input: text });
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  expect(stderr).not.toContain("hunter2");
});
