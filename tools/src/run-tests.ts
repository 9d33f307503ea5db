/**
 * Runs the test projects one after the other and ends with one plain line: `N passed, N failed`.
 *
 *   node tools/dist/run-tests.js [unit|integration|e2e|soak]...     all but soak when none is named; in CI all
 *
 * Unit tests and a soak mostly wait, so beside others they run at the same time, and their output comes last. A soak by
 * itself is a long one, and makes the fuzzers long as well. A skipped test is printed with its reason; with CI=true it
 * counts as failed, because nobody reads a skip there.
 */
import { spawn, type StdioOptions } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";
import { readVitestReport } from "./vitest-report.ts";

const inCi = Boolean(process.env["CI"]);
const usual = ["unit", "integration", "e2e", ...(inCi ? ["soak"] : [])];
const named = process.argv.length > 2 ? process.argv.slice(2) : usual;
const isLongSoak = named.join() === "soak";
const projects = isLongSoak ? ["soak", "fuzz"] : named;
const lengths = isLongSoak
  ? { KUMA_SOAK_MINUTES: "10", KUMA_FUZZ_INPUTS: "100000" }
  : { KUMA_SOAK_MINUTES: "3", KUMA_FUZZ_INPUTS: "20000" };
const folder = mkdtempSync(join(tmpdir(), "kumakit-test-report-"));
const totals = { passed: 0, failed: 0, failures: [] as string[], skipped: [] as string[], retried: [] as string[] };

const besideOthers = projects.length > 1 ? projects.filter((project) => ["unit", "soak"].includes(project)) : [];
const beside = besideOthers.map((project) => ({ project, status: runBeside(project) }));
for (const project of projects) {
  if (besideOthers.includes(project)) continue;
  console.log(`\n# ${project} tests`);
  count(project, await runProject(project, "inherit"));
}
for (const { project, status } of beside) {
  const code = await status;
  console.log(`\n# ${project} tests\n${readIfThere(logOf(project))}`);
  count(project, code);
}
rmSync(folder, { recursive: true, force: true });

if (totals.skipped.length > 0) {
  console.log(`\nNOT RUN on this machine (${totals.skipped.length}):`);
  for (const [reason, names] of byReason(totals.skipped)) {
    console.log(`  ${reason}:`);
    for (const name of names) console.log(`  - ${name}`);
  }
  if (inCi) totals.failed += totals.skipped.length;
}
if (totals.retried.length > 0) {
  console.log(`\nRETRIED, passed only the second time (${totals.retried.length}):`);
  for (const name of totals.retried) console.log(`  - ${name}`);
}
// Once more at the end: the report of a project may be far above.
for (const failure of totals.failures) console.log(`\nFAILED ${failure}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

function logOf(project: string): string {
  return join(folder, `${project}.log`);
}

async function runBeside(project: string): Promise<number | null> {
  const log = openSync(logOf(project), "w");
  try {
    return await runProject(project, ["ignore", log, log]);
  } finally {
    closeSync(log);
  }
}

function runProject(project: string, stdio: StdioOptions): Promise<number | null> {
  const report = `--outputFile=${join(folder, `${project}.json`)}`;
  // Not through pnpm: `npm test` runs on a machine that has none.
  const vitest = join(repositoryRoot, "node_modules/.bin/vitest");
  const files = project === "fuzz" ? ["--project", "unit", "fuzz"] : ["--project", project];
  const child = spawn(vitest, ["run", ...files, "--reporter=default", "--reporter=json", report], {
    cwd: repositoryRoot,
    // Real servers, processes and clocks on a busy machine: a failure has to come twice. The end names what came once.
    env: { ...lengths, ...process.env, KUMAKIT_TEST_RETRY: "1" },
    stdio,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
}

function count(project: string, status: number | null): void {
  const result = readVitestReport(readIfThere(join(folder, `${project}.json`)));
  totals.passed += result.passed;
  // A file that does not load or a failed set-up is not a failed test for vitest, but counts as one here.
  totals.failed += status === 0 ? result.failed : Math.max(1, result.failed);
  totals.failures.push(...result.failures.map((failure) => `${project}: ${failure}`));
  totals.skipped.push(...result.skipped);
  totals.retried.push(...result.retried.map((test) => `${project}: ${test}`));
}

/** A skipped `describe` of the testkit says at the end of its name why it is skipped. */
function byReason(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [marker = "", reason = "skipped by its author"] = / \[not run: (.*?)\]/u.exec(name) ?? [];
    groups.set(reason, [...(groups.get(reason) ?? []), name.replace(marker, ":")]);
  }
  return groups;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "{}";
  }
}
