import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defineBoundedLook } from "./bounded-look.ts";

let folder: string;
const fifos = ["a", "b", "c"];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-look-"));
  for (const name of fifos) await promisify(execFile)("mkfifo", [join(folder, name)]);
});
afterAll(() => rm(folder, { recursive: true }));

let asked = 0;

/** Opening a FIFO without a writer hangs in the kernel, like a dead network file system. */
const readFifo = defineBoundedLook({
  limitMs: 200,
  nameOf: (name: string) => join(folder, name),
  look: (name) => {
    asked += 1;
    return readFile(join(folder, name), "utf8");
  },
});

/** A look that answers at once. */
const quick = (limitMs: number, answer: string): Promise<string> =>
  defineBoundedLook({ limitMs, nameOf: (name: string) => name, look: () => Promise.resolve(answer) })("fine");

test("two kinds of look at one thing have two answers", async () => {
  const kind = <Answer>(answer: Answer) =>
    defineBoundedLook({
      limitMs: 2_000,
      nameOf: (name: string) => name,
      look: () => new Promise<Answer>((resolve) => setTimeout(() => resolve(answer), 50)),
    });
  const [size, text] = [kind(17), kind("seventeen")];
  expect(await Promise.all([size("/x"), text("/x"), size("/x")])).toEqual([17, "seventeen", 17]);
});

test("what hangs is given up, asked once only, leaves a thread free, and comes back", async () => {
  asked = 0;
  try {
    await expect(readFifo("a")).rejects.toThrow(/\/a does not answer for .*: it hangs$/);
    await expect(readFifo("a")).rejects.toThrow(/it hangs/);
    await Promise.all([
      expect(readFifo("a")).rejects.toThrow(/it hangs/),
      expect(readFifo("b")).rejects.toThrow(/it hangs/),
    ]);
    // Once for each of the two.
    expect(asked).toBe(2);
    // With two hanging there is still a way for others; with three only for work other than our looks.
    await expect(quick(2000, "looked")).resolves.toBe("looked");
    await expect(readFifo("c")).rejects.toThrow(/it hangs/);
    await expect(quick(200, "looked")).rejects.toThrow(
      /^fine was not looked at, because other things hang: \S+\/a, \S+\/b, \S+\/c$/,
    );
    expect(await readFile("/proc/self/comm", "utf8")).not.toBe("");
    const waiting = quick(5000, "looked after all");
    await writeFile(join(folder, "a"), "back");
    await expect(waiting).resolves.toBe("looked after all");
    await expect(readFifo("b")).rejects.toThrow(/it hangs/);
  } finally {
    // Once there are writers the threads come back.
    for (const name of fifos)
      await promisify(execFile)("sh", ["-c", 'timeout 1 sh -c "echo >$1" sh "$1" || true', "sh", join(folder, name)]);
  }
  await expect(quick(2_000, "looked again")).resolves.toBe("looked again");
});
