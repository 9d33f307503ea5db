import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkTypeNames } from "./about-checks.ts";
import { checkTypes } from "./registry.ts";

const names = Object.keys(checkTypes);

test("the registry is sorted by name, and so is the list of what needs no schema", () => {
  expect(names).toEqual(names.toSorted());
  expect(checkTypeNames).toEqual(names);
});

test("every folder here is a check type, but for what they share", async () => {
  const entries = await readdir(fileURLToPath(new URL(".", import.meta.url)), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== "shared").map(({ name }) => name);
  expect(folders.toSorted()).toEqual(names);
});

test.each(Object.entries(checkTypes))("%s stands under its own name", (name, { type }) => {
  expect(type).toBe(name);
});
