/** Checks that every changeset reads like a line of a changelog that a user wants to read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { changesetProblems } from "./changeset-problems.ts";
import { repositoryRoot } from "./repository-root.ts";

const folder = join(repositoryRoot, ".changeset");
const problems = readdirSync(folder)
  .filter((file) => file.endsWith(".md") && file !== "README.md")
  .flatMap((file) =>
    changesetProblems(readFileSync(join(folder, file), "utf8")).map((problem) => `.changeset/${file}: ${problem}`),
  );

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
