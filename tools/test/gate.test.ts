import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../src/repository-root.ts";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
}

const folders = ["bench", "demo", "tools", ...["apps", "packages"].flatMap(foldersIn)];
const manifests = folders.map(
  (folder) => JSON.parse(readFileSync(join(repositoryRoot, folder, "package.json"), "utf8")) as Manifest,
);

// turbo leaves out a package without the script, and says nothing.
test.each(manifests)("$name takes part in every step of the gate", ({ name, private: isPrivate, scripts }) => {
  const isLibrary = isPrivate !== true && name !== "@kumakit/cli";
  const steps = ["build", "lint", ...(isLibrary ? ["api", "api:write", "shape"] : [])];
  expect(Object.keys(scripts ?? {})).toEqual(expect.arrayContaining(steps));
});

function foldersIn(parent: string): readonly string[] {
  const names = readdirSync(join(repositoryRoot, parent)).map((name) => `${parent}/${name}`);
  return names.filter((folder) => existsSync(join(repositoryRoot, folder, "package.json")));
}
