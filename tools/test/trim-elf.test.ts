import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trimElf } from "../src/trim-elf.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-elf-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a trimmed program is smaller, has no sections, and runs", () => {
  const whole = readFileSync("/bin/sh");
  const trimmed = trimElf(whole);
  expect(trimmed.length).toBeLessThan(whole.length);
  expect(trimmed.readBigUInt64LE(40)).toBe(0n);
  const file = join(folder, "sh");
  writeFileSync(file, trimmed);
  chmodSync(file, 0o755);
  expect(execFileSync(file, ["-c", "echo $((6 * 7))"], { encoding: "utf8" })).toBe("42\n");
});

test("anything else is refused", () => {
  expect(() => trimElf(Buffer.from("#!/bin/sh\n"))).toThrow("not a program in the 64-bit ELF format");
  expect(() => trimElf(Buffer.alloc(0))).toThrow("not a program in the 64-bit ELF format");
});
