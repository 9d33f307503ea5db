import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../src/repository-root.ts";

const page = readFileSync(join(repositoryRoot, "docs/errors.md"), "utf8");
const documented = new Set([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code ?? ""));

const folders = [
  "apps/cli/src",
  ...["agent", "client", "installer", "provision", "text"].map((n) => `packages/${n}/src`),
];
const sources = folders
  .flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith("error-catalogue.ts"))
  .map((file) => readFileSync(join(repositoryRoot, file), "utf8"));
// A variable of the environment looks the same, but never stands beside `code`.
const given = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/\bcode\s*[:=?][^;,\n]*?"((?:KUMA|INSTALLER|AGENT)_[A-Z_]+)"/g)].map(([, code]) => code ?? ""),
  ),
);

test("every code that an error is given stands on the page of error codes", () => {
  expect(given.size).toBeGreaterThan(40);
  expect([...given].filter((code) => !documented.has(code))).toEqual([]);
});

test("every code on the page is given by some line of code", () => {
  const all = sources.join("\n");
  expect([...documented].filter((code) => !all.includes(`"${code}"`))).toEqual([]);
});
