import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkTypes } from "../src/checks/registry.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const guides = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "packages/agent/README.md", ...guides.map((name) => `docs/${name}`)];

function linksIn(page: string): readonly string[] {
  const text = readFileSync(root + page, "utf8");
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^https?:/.test(link));
}

test.each(pages)("the links of %s lead to files that are there", (page) => {
  const lost = linksIn(page).filter((link) => !existsSync(resolve(root, dirname(page), link)));
  expect(lost).toEqual([]);
});

test("the README of the agent names every type of check, with its page", () => {
  const links = linksIn("packages/agent/README.md");
  expect(Object.keys(checkTypes).filter((type) => !links.includes(`../../docs/checks/${type}.md`))).toEqual([]);
});

test("every guide is found from the first page", () => {
  const links = linksIn("README.md");
  expect(guides.filter((name) => !links.includes(`docs/${name}`))).toEqual([]);
});
