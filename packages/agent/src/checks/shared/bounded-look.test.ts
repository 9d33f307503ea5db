import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boundedLook } from "./bounded-look.ts";

let folder: string;
const fifos = ["a", "b", "c"];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-look-"));
  for (const name of fifos) await promisify(execFile)("mkfifo", [join(folder, name)]);
});
afterAll(() => rm(folder, { recursive: true }));

/** Opening a FIFO without a writer hangs in the kernel, as a dead network file system does. */
const hung = (name: string, count: () => void = () => undefined) =>
  boundedLook(join(folder, name), 200, () => {
    count();
    return readFile(join(folder, name), "utf8");
  });

test("what hangs is given up, asked once only, leaves a thread free, and comes back", async () => {
  let asked = 0;
  const count = (): void => {
    asked += 1;
  };
  try {
    await expect(hung("a", count)).rejects.toThrow(/\/a does not answer for .*: it hangs$/);
    await expect(hung("a", count)).rejects.toThrow(/it hangs/);
    await Promise.all([
      expect(hung("a", count)).rejects.toThrow(/it hangs/),
      expect(hung("b")).rejects.toThrow(/it hangs/),
    ]);
    expect(asked).toBe(1);
    // With two hanging there is still a way for others; with three only for what is none of our looks.
    await expect(boundedLook("fine", 2000, () => Promise.resolve("looked"))).resolves.toBe("looked");
    await expect(hung("c")).rejects.toThrow(/it hangs/);
    await expect(boundedLook("fine", 200, () => Promise.resolve("looked"))).rejects.toThrow(
      /^fine was not looked at, because other things hang: \S+\/a, \S+\/b, \S+\/c$/,
    );
    expect(await readFile("/proc/self/comm", "utf8")).not.toBe("");
    const waiting = boundedLook("fine", 5000, () => Promise.resolve("looked after all"));
    await writeFile(join(folder, "a"), "back");
    await expect(waiting).resolves.toBe("looked after all");
    await expect(hung("b")).rejects.toThrow(/it hangs/);
  } finally {
    // Once there are writers the threads come back.
    for (const name of fifos)
      await promisify(execFile)("sh", ["-c", 'timeout 1 sh -c "echo >$1" sh "$1" || true', "sh", join(folder, name)]);
  }
  await expect(boundedLook(join(folder, "b"), 2000, () => Promise.resolve("anew"))).resolves.toBe("anew");
});
