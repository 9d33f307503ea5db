import { expect, test } from "vitest";
import { readVitestReport } from "../src/vitest-report.ts";

test("a report's tests are counted, and those that failed, did not run, or passed only in the end are named", () => {
  const assertionResults = [
    { fullName: "a passes", status: "passed", failureMessages: [] },
    { fullName: "a passes later", status: "passed", failureMessages: ["Error: too early\n    at x.ts:1:1"] },
    { fullName: "b fails", status: "failed", failureMessages: ["Error: too late"] },
    { fullName: "c has no systemd", status: "pending" },
    { fullName: "d is planned", status: "todo" },
  ];
  const text = JSON.stringify({ testResults: [{ name: "file.test.ts", assertionResults }] });
  expect(readVitestReport(text)).toEqual({
    passed: 2,
    failed: 1,
    failures: ["b fails\nError: too late"],
    skipped: ["c has no systemd", "d is planned"],
    retried: ["a passes later: Error: too early"],
  });
});

test("a run that wrote no report counts as nothing run", () => {
  expect(readVitestReport("{}")).toEqual({ passed: 0, failed: 0, failures: [], skipped: [], retried: [] });
});
