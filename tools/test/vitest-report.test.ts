import { expect, test } from "vitest";
import { readVitestReport } from "../src/vitest-report.ts";

test("a report's tests are counted, and those that failed or did not run are named", () => {
  const assertionResults = [
    { fullName: "a passes", status: "passed" },
    { fullName: "b fails", status: "failed", failureMessages: ["Error: too late"] },
    { fullName: "c has no systemd", status: "pending" },
    { fullName: "d is planned", status: "todo" },
  ];
  const text = JSON.stringify({ testResults: [{ name: "file.test.ts", assertionResults }] });
  expect(readVitestReport(text)).toEqual({
    passed: 1,
    failed: 1,
    failures: ["b fails\nError: too late"],
    skipped: ["c has no systemd", "d is planned"],
  });
});

test("a run that wrote no report counts as nothing run", () => {
  expect(readVitestReport("{}")).toEqual({ passed: 0, failed: 0, failures: [], skipped: [] });
});
