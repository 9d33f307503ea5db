import { closeSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { runProgram } from "../../src/checks/command/run-program.ts";
import { readTokenLine } from "../../src/push/push-token.ts";
import { runJournalctl } from "../../src/journal/run-journalctl.ts";

/** Does something while the process cannot open one more file. */
async function withoutDescriptors<Result>(act: () => Promise<Result>): Promise<Result> {
  const opened: number[] = [];
  try {
    for (;;) opened.push(openSync("/dev/null", "r"));
  } catch {
    // The limit is reached.
  }
  try {
    return await act();
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

const { signal } = new AbortController();

test("journalctl that cannot be started is an answer, not the end of the agent", async () => {
  const query = { args: ["--lines=1"], timeoutMs: 5_000, mostBytes: 1_000, signal, onEntry: () => undefined };
  const ends = await withoutDescriptors(() => Promise.all(Array.from({ length: 10 }, () => runJournalctl(query))));
  expect(ends).toHaveLength(10);
  for (const end of ends) expect(end).toMatchObject({ ok: false, reason: expect.stringContaining("EMFILE") });
});

test("a token file that cannot be opened for a moment is read a moment later", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kuma-tokens-"));
  const files = Array.from({ length: 20 }, (_, index) => join(folder, String(index)));
  for (const file of files) await writeFile(file, "a-token\n", { mode: 0o600 });
  const reading = await withoutDescriptors(async () => {
    const all = Promise.all(files.map((file) => readTokenLine({ file, what: "the token file" })));
    await Promise.race([all, sleep(200)]);
    return { all };
  });
  expect(await reading.all).toEqual(files.map(() => "a-token"));
  await rm(folder, { recursive: true });
});

test("a program that cannot be started is an answer as well", async () => {
  const end = await withoutDescriptors(() => runProgram({ command: ["true"], timeoutMs: 5_000, signal }));
  expect(end).toMatchObject({ startError: "EMFILE", stdout: "", stderr: "" });
});
