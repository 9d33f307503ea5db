import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

import { localHost, reportAgent, type HostFacts } from "../src/index.ts";
import { factsOfPerson } from "./support/example-facts.ts";
import { describeInShells } from "./support/shell-hosts.ts";

let root: string;
let file: string;
let facts: HostFacts;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "report-"));
  file = join(root, "kuma-agent/status.json");
  await mkdir(join(root, "kuma-agent"));
  const person = factsOfPerson();
  facts = { ...person, folders: { ...person.folders, runtime: root } };
});
afterEach(() => rm(root, { recursive: true }));

const status = { version: "1.0.0", pid: 7, startedAt: "2026-01-01T00:00:00.000Z", checks: [] };

describeInShells("the status of an agent, through", (host) => {
  it("is read when it is a plain file", async () => {
    await writeFile(file, JSON.stringify(status));
    expect(await reportAgent(host, facts)).toMatchObject({ status });
  });

  it("is not waited for when it is a pipe", async () => {
    execFileSync("mkfifo", [file]);
    expect(await reportAgent(host, facts)).toMatchObject({
      status: undefined,
      statusProblem: `${file}: it is not a plain file`,
    });
  });

  it("is not followed when it is a link", async () => {
    await writeFile(join(root, "other"), JSON.stringify(status));
    await symlink(join(root, "other"), file);
    expect(await reportAgent(host, facts)).toMatchObject({
      status: undefined,
      statusProblem: `${file}: it is a link, and no link is followed there`,
    });
  });

  it("is not read without end", async () => {
    await writeFile(file, JSON.stringify(status));
    await truncate(file, 1024 ** 4);
    expect((await reportAgent(host, facts)).status).toBeUndefined();
  });
});

it("a script that only looks ends with what it waits for, when nobody wants it any more", async () => {
  const abort = new AbortController();
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  const { code } = await localHost().runScript({
    program: 'echo ready; cat "$1"; echo not reached',
    args: [pipe],
    timeout: 300_000,
    signal: abort.signal,
    onLine: () => abort.abort(),
  });
  expect(code).toBe(143);
});
