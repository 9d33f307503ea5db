/**
 * Runs the tests of the client against real servers, and writes what was counted into `docs/client/tested-servers.md`.
 *
 *   node tools/dist/tested-servers.js            the npm release, the double, and those of KUMA_TEST_SERVERS
 *   node tools/dist/tested-servers.js REPORT...  only writes, from JSON reports of vitest
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeNotificationTypes, monitorTypes } from "@kumakit/client";
import { repositoryRoot } from "./repository-root.ts";
import { testedServers, testedServersPage } from "./tested-servers-page.ts";

const file = join(repositoryRoot, "docs/client/tested-servers.md");
const given = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "kumakit-tested-servers-"));

try {
  const reports = given.length > 0 ? given : [runTests(join(folder, "report.json"))];
  const tested = reports.flatMap((report) => testedServers(readFileSync(report, "utf8")));
  const of = { monitorTypes: monitorTypes.length, notificationTypes: describeNotificationTypes().length };
  writeFileSync(file, testedServersPage(textOf(file), tested, of));
  for (const { server, passed, failed } of tested) console.log(`${server}: ${passed} passed, ${failed} failed`);
  process.exitCode = tested.length > 0 && tested.every(({ failed }) => failed === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runTests(report: string): string {
  const vitest = join(repositoryRoot, "node_modules/.bin/vitest");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const args = ["run", "--project", "integration", "packages/client/test/integration", ...reporters];
  const { error } = spawnSync(vitest, args, { cwd: repositoryRoot, stdio: "inherit" });
  if (error !== undefined) throw error;
  return report;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
