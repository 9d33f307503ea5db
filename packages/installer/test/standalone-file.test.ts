import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { standaloneFile } from "../src/runtime/standalone-file.ts";

let folder: string;
let x64: string;

function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write("\u007FELF");
  header.writeUInt16LE(machine, 18);
  return header;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-release-"));
  x64 = join(folder, "kuma-agent-linux-x64");
  writeFileSync(x64, elf(62));
  writeFileSync(join(folder, "kuma-agent-linux-arm64"), elf(183));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("of a folder it is the one for the host's architecture", () => {
  expect(standaloneFile(folder, "Linux 6.1.0 x86_64")).toEqual({ path: x64 });
  expect(standaloneFile(folder, "Linux 6.1.0-rpi aarch64")).toEqual({ path: join(folder, "kuma-agent-linux-arm64") });
});

test("a file is taken for its own architecture alone", () => {
  expect(standaloneFile(x64, "Linux 6.1.0 x86_64")).toEqual({ path: x64 });
  expect(standaloneFile(x64, "Linux 6.1.0 aarch64")).toEqual({ problem: `${x64} is not a program for arm64` });
});

test("there is a reason for each that cannot be had", () => {
  expect(standaloneFile(folder, "Linux 6.1.0 riscv64")).toEqual({
    problem: "there is none for the architecture riscv64",
  });
  const nowhere = join(folder, "nowhere");
  expect(standaloneFile(nowhere, "Linux 6.1.0 x86_64")).toEqual({ problem: `${nowhere} cannot be read` });
  writeFileSync(nowhere, "");
  expect(standaloneFile(nowhere, "Linux 6.1.0 x86_64")).toEqual({ problem: `${nowhere} is not a program for x64` });
});
