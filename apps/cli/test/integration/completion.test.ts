import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { kumaServers, describeWith } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";
import { shells, startShell } from "../support/shells.ts";

const [server] = kumaServers();
if (server === undefined) throw new Error("there is no server to test against");
const run = `completed-${process.pid}`;
const names = {
  plain: `${run}-plain`,
  hostile: `${run}-odd: $(touch "/tmp/x") 'it' \`id\` = 50% & größe 🐻`,
  group: `${run}-group`,
};
let user: KumaUser;
let id: string;
let plainId: string;

/** The offered words, each with its description. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await user.run(["__complete", "words", ...words]);
  return stdout.trimEnd().split("\n").slice(1);
}

beforeAll(async () => {
  user = await loggedInUser(server);
  const words = ["monitor", "create", names.plain, "--no-notify", "--group", names.group, "-q"];
  plainId = (await user.run(words)).stdout.trim();
  id = (await user.run(["monitor", "create", names.hostile, "--no-notify", "-q"])).stdout.trim();
});
afterAll(async () => {
  for (const name of Object.values(names)) await user.run(["monitor", "delete", name, "--yes"]);
  user[Symbol.dispose]();
});

test("names of the server, with what they are; kept for a moment where only their owner can read them", async () => {
  const monitors = await offered("monitor", "show", "");
  expect(monitors).toEqual(expect.arrayContaining([`${names.hostile}\tpush, id ${id}`]));
  const groups = await offered("monitor", "create", "x", "--group", "");
  expect(groups.map((line) => line.split("\t")[0])).toContain(names.group);
  expect(groups.join("\n")).not.toContain(names.plain);

  const folder = join(user.folder, ".cache", "kuma");
  const [file = ""] = readdirSync(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);

  await user.run(["monitor", "create", `${run}-later`, "--no-notify"]);
  expect((await offered("monitor", "show", "")).join("\n")).not.toContain(`${run}-later`);
  await user.run(["monitor", "delete", `${run}-later`, "--yes"]);
});

for (const shell of shells) {
  describeWith([shell.name], shell.name, () => {
    test("Tab completes a hostile name so that the command gets it whole", async () => {
      const running = await startShell(user, shell);
      running.type(`kuma monitor show -q ${run}-o\t\r`);
      await running.waitForText(new RegExp(`[\\r\\n]${id}[\\r\\n]`));
      running.type(`kuma monitor show -q "${run}-p\t\r`);
      await running.waitForText(new RegExp(`[\\r\\n]${plainId}[\\r\\n]`));
      running.type("exit\r");
      const { stdout } = await running.finished;
      expect(stdout).not.toContain("Error");
    });
  });
}
