/**
 * Checks comments, help, errors, pages and changesets for turns of phrase that CONTRIBUTING rules out. Areas that have
 * some left stand with their count in `english-allowed.json`; with `--lower` it is brought down to the present counts.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { englishProblems, proseOfMarkdown, proseOfSource } from "./english-problems.ts";
import { repositoryRoot } from "./repository-root.ts";

/** Made from sources that are checked themselves. */
const generated =
  /^docs\/(?:checks|commands|json)\/|^docs\/(?:errors|monitor-types|notification-types|client\/tested-servers)\.md$|\/notification-fields\.ts$|\/etc\/|\/english-problems\.(?:test\.)?ts$|^CONTRIBUTING\.md$/;

const allowedFile = join(repositoryRoot, "tools/english-allowed.json");
const allowed = JSON.parse(readFileSync(allowedFile, "utf8")) as Readonly<Record<string, number>>;
const found = new Map<string, string[]>();

const listed = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.md", "*.ts", "*.mjs"],
  {
    cwd: repositoryRoot,
    encoding: "utf8",
  },
);
for (const file of listed.split("\n").filter((name) => name !== "" && !generated.test(name))) {
  const path = join(repositoryRoot, file);
  if (!existsSync(path)) continue;
  const text = readFileSync(path, "utf8");
  const problems = englishProblems(file.endsWith(".md") ? proseOfMarkdown(text) : proseOfSource(text));
  const lines = problems.map(({ line, found: phrase, instead }) => `${file}:${line}: "${phrase}": ${instead}`);
  found.set(areaOf(file), [...(found.get(areaOf(file)) ?? []), ...lines]);
}

if (process.argv.includes("--lower")) {
  const left = Object.entries(allowed).map(([area, count]) => [area, Math.min(count, found.get(area)?.length ?? 0)]);
  const counts = Object.fromEntries(left.filter(([, count]) => count !== 0)) as Readonly<Record<string, number>>;
  writeFileSync(allowedFile, `${JSON.stringify(counts, null, 2)}\n`);
} else {
  const over = [...found].filter(([area, lines]) => lines.length > (allowed[area] ?? 0));
  for (const [area, lines] of over)
    console.error(`${lines.join("\n")}\n${area}: ${lines.length} found, ${allowed[area] ?? 0} allowed\n`);
  process.exitCode = over.length === 0 ? 0 : 1;
}

/** A package, its tests, or a folder of the root. */
function areaOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  const area = first === "packages" || first === "apps" ? `${first}/${second}` : first;
  return /\/test\/|\.test\.ts$/.test(file) ? `${area} tests` : area;
}
