/** Checks comments, help, errors, pages and changesets for turns of phrase that CONTRIBUTING rules out. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { englishProblems, proseOfMarkdown, proseOfSource } from "./english-problems.ts";
import { repositoryRoot } from "./repository-root.ts";

/** Made from sources that are checked themselves. */
const generated =
  /^docs\/(?:ansible-modules|checks|commands|json)\/|^docs\/(?:errors|monitor-types|notification-types|client\/tested-servers)\.md$|\/notification-fields\.ts$|\/etc\/|\/english-problems\.(?:test\.)?ts$|^CONTRIBUTING\.md$/;

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
  for (const { line, found, instead } of problems) {
    console.error(`${file}:${line}: "${found}": ${instead}`);
    process.exitCode = 1;
  }
}
