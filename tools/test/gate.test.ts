import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../src/repository-root.ts";

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const folders = ["bench", "demo", "tools", ...["apps", "packages"].flatMap(foldersIn)];
const packages = folders.map((folder) => {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, folder, "package.json"), "utf8")) as Manifest;
  return { ...manifest, hasReport: existsSync(join(repositoryRoot, folder, "etc")) };
});

// turbo leaves out a package without the script, and says nothing.
test.each(packages)("$name takes part in every step of the gate", ({ hasReport, scripts }) => {
  const steps = ["build", "lint", ...(hasReport ? ["api", "api:write", "shape"] : [])];
  expect(Object.keys(scripts ?? {})).toEqual(expect.arrayContaining(steps));
});

function foldersIn(parent: string): readonly string[] {
  const names = readdirSync(join(repositoryRoot, parent)).map((name) => `${parent}/${name}`);
  return names.filter((folder) => existsSync(join(repositoryRoot, folder, "package.json")));
}
