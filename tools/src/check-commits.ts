/**
 * Checks the subjects of all commits since the rule for them was last changed. A shallow clone knows fewer of them, and
 * the first commit that it has counts as that change.
 */
import { execFileSync } from "node:child_process";
import { commitProblems } from "./commit-problems.ts";
import { repositoryRoot } from "./repository-root.ts";

const since = git("log", "-1", "--format=%H", "--", "tools/src/commit-problems.ts");
// Before the rule is committed there is nothing to check.
const subjects = since === "" ? [] : git("log", "--no-merges", "--format=%h %s", `${since}..HEAD`).split("\n");

const problems = subjects.filter(Boolean).flatMap((line) => {
  const [hash = ""] = line.split(" ", 1);
  return commitProblems(line.slice(hash.length + 1)).map((problem) => `${line}\n  ${problem}`);
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: repositoryRoot, encoding: "utf8" }).trim();
}
