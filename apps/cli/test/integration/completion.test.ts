import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { startKuma, type KumaServer } from "@kumakit/testkit";
import { describeWith, type TestServer } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";
import { shells, startShell } from "../support/shells.ts";

const admin = { username: "admin", password: "kuma-Test-1" };
// Where there ever was an API key, no password reads the metrics any more: such a server is not for others.
let kuma: KumaServer;
let server: TestServer;
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

/** Offers that a server has to be asked for: somebody else asks it meanwhile, and a later Tab has them. */
async function offeredSoon(...words: readonly string[]): Promise<readonly string[]> {
  await expect.poll(() => offered(...words), { timeout: 30_000, interval: 500 }).not.toEqual([]);
  return offered(...words);
}

beforeAll(async () => {
  kuma = await startKuma({ admin });
  server = { label: "npm 2.0.0-dev.0", url: kuma.url, ...admin };
  user = await loggedInUser(server);
  const words = ["monitor", "create", names.plain, "--no-notify", "--group", names.group, "-q"];
  plainId = (await user.run(words)).stdout.trim();
  id = (await user.run(["monitor", "create", names.hostile, "--no-notify", "-q"])).stdout.trim();
});
afterAll(async () => {
  user[Symbol.dispose]();
  await kuma[Symbol.asyncDispose]();
});

test("names of the server, with what they are; kept for a moment where only their owner can read them", async () => {
  const monitors = await offeredSoon("monitor", "show", "");
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

test("things of every kind, each with a line about it", async () => {
  using other = await loggedInUser(server);
  const making: Record<string, readonly string[]> = {
    tag: ["tag", "create", `${run} tag`, "--color", "red"],
    maintenance: ["maintenance", "start", names.plain, "--for", "1h", "--title", `${run} works`],
    "status-page": ["status-page", "create", run, "--title", "Our page"],
    proxy: ["proxy", "create", "http://proxy.example:3128"],
    "docker-host": ["docker-host", "create", `${run} docker`, "--daemon", "tcp://docker.example:2375"],
    "api-key": ["api-key", "create", `${run} key`],
  };
  const ids = new Map<string, string>();
  for (const [noun, words] of Object.entries(making)) {
    const { stdout, stderr, code } = await other.run([...words, "--json"]);
    expect({ noun, stderr, code }).toEqual({ noun, stderr: "", code: 0 });
    ids.set(noun, String((JSON.parse(stdout) as { id: number }).id));
  }
  const lines = async (...words: readonly string[]): Promise<string> =>
    (await other.run(["__complete", "words", ...words])).stdout;
  try {
    await expect
      .poll(() => lines("tag", "delete", ""), { timeout: 30_000, interval: 500 })
      .toContain(`${run} tag\ttag, id`);
    expect(await lines("maintenance", "stop", "")).toContain(`${run} works\tsingle, under-maintenance, id`);
    expect(await lines("maintenance", "delete", "")).toContain(`${run} works\t`);
    expect(await lines("status-page", "show", "")).toContain(`${run}\tOur page, id`);
    expect(await lines("proxy", "delete", "")).toMatch(/proxy\.example:3128\tproxy, id/);
    expect(await lines("docker-host", "delete", "")).toContain(`${run} docker\ttcp://docker.example:2375, id`);
    expect(await lines("monitor", "create", "x", "--docker-host", "")).toContain(
      `${ids.get("docker-host")}\t${run} docker`,
    );
    expect(await lines("api-key", "delete", "")).toContain(`${run} key\tAPI key, active, id`);
    expect(await lines("monitor", "list", "--tag", "")).toContain(`${run} tag`);
  } finally {
    for (const [noun, made] of ids) await other.run([noun, "delete", `id:${made}`, "--yes"]);
  }
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
