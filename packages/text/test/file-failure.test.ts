import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { explainFileFailure } from "@kumakit/text";

const folder = mkdtempSync(join(tmpdir(), "kumakit-file-failure-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "sub"));
writeFileSync(join(folder, "file"), "");

function reading(path: string): string {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch (error) {
    return explainFileFailure(error);
  }
}

test.each([
  ["absent", "there is no such file"],
  ["sub", "it is a folder"],
  ["file/below", "a part of its path is not a folder"],
])("reading %s: %s", (path, words) => {
  expect(reading(path)).toBe(words);
});

test("an error without words of ours is said by its code, and one without a code by itself", () => {
  expect(explainFileFailure(Object.assign(new Error("x"), { code: "EIO" }))).toBe("EIO");
  expect(explainFileFailure("odd")).toBe("odd");
});
