import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runJournalctl } from "../../src/journal/run-journalctl.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-journalctl-"));
  const program = `#!/bin/sh\necho begin >> ${folder}/runs\nsleep 0.2\necho end >> ${folder}/runs\n`;
  await writeFile(join(folder, "journalctl"), program);
  await chmod(join(folder, "journalctl"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("of many questions to the journal four are asked at a time, and all are answered", async () => {
  const { signal } = new AbortController();
  const query = { args: [], timeoutMs: 30_000, mostBytes: 1_000, signal, onEntry: () => undefined };
  const first = Array.from({ length: 6 }, () => runJournalctl(query));
  // Who comes when a place becomes free does not take it from who waits.
  const later = Promise.any(first).then(() => Promise.all(Array.from({ length: 6 }, () => runJournalctl(query))));
  expect([...(await Promise.all(first)), ...(await later)]).toHaveLength(12);

  let running = 0;
  let most = 0;
  const events = (await readFile(join(folder, "runs"), "utf8")).trim().split("\n");
  for (const event of events) {
    running += event === "begin" ? 1 : -1;
    most = Math.max(most, running);
  }
  expect(events).toHaveLength(24);
  expect(most).toBe(4);
});
