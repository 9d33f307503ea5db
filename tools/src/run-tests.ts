/**
 * Runs the test projects one after the other and ends with one plain line: `N passed, N failed`.
 *
 *   node tools/dist/run-tests.js [unit|integration|e2e|soak]...     all but soak when none is named; in CI all
 *
 * A skipped test is printed loudly; with CI=true it counts as failed, because nobody reads a skip there.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";
import { readVitestReport } from "./vitest-report.ts";

const inCi = Boolean(process.env["CI"]);
const usual = ["unit", "integration", "e2e", ...(inCi ? ["soak"] : [])];
const projects = process.argv.length > 2 ? process.argv.slice(2) : usual;
const folder = mkdtempSync(join(tmpdir(), "kumakit-test-report-"));
const totals = { passed: 0, failed: 0, skipped: [] as string[] };

for (const project of projects) {
  console.log(`\n# ${project} tests`);
  const report = join(folder, `${project}.json`);
  const { status } = spawnSync(
    // Not through pnpm: `npm test` runs on a machine that has none.
    join(repositoryRoot, "node_modules/.bin/vitest"),
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile=${report}`],
    { cwd: repositoryRoot, stdio: "inherit" },
  );
  const result = readVitestReport(readIfThere(report));
  totals.passed += result.passed;
  // A file that does not load or a failed set-up is no failed test for vitest, but it is one for us.
  totals.failed += status === 0 ? result.failed : Math.max(1, result.failed);
  totals.skipped.push(...result.skipped);
}
rmSync(folder, { recursive: true, force: true });

if (totals.skipped.length > 0) {
  console.log(`\nNOT RUN on this machine (${totals.skipped.length}):`);
  for (const name of totals.skipped) console.log(`  - ${name}`);
  if (inCi) totals.failed += totals.skipped.length;
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "{}";
  }
}
