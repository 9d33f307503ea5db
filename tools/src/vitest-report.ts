import * as z from "zod";

const reportSchema = z.object({
  testResults: z
    .array(
      z.object({
        name: z.string(),
        assertionResults: z.array(
          z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
        ),
      }),
    )
    .default([]),
});

/** The result of one vitest JSON report: how many tests passed and failed, and which. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** The name of each that failed, and why. */
  readonly failures: readonly string[];
  /** Those that did not run. */
  readonly skipped: readonly string[];
  /** Those that failed at first and passed when they ran again, each with what was wrong at first. */
  readonly retried: readonly string[];
}

/**
 * Reads the JSON report of vitest. An empty report (`{}`) counts as nothing run.
 *
 * @throws SyntaxError or ZodError when the text is not a vitest report.
 */
export function readVitestReport(text: string): TestCounts {
  const tests = reportSchema.parse(JSON.parse(text)).testResults.flatMap((file) => file.assertionResults);
  const skipped = tests.filter((test) => test.status !== "passed" && test.status !== "failed");
  const failed = tests.filter((test) => test.status === "failed");
  const retried = tests.filter((test) => test.status === "passed" && (test.failureMessages ?? []).length > 0);
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: failed.length,
    failures: failed.map((test) => [test.fullName, ...(test.failureMessages ?? [])].join("\n")),
    skipped: skipped.map((test) => test.fullName),
    // vitest leaves the errors of earlier attempts with a test that has passed.
    retried: retried.map((test) => [test.fullName, test.failureMessages?.[0]?.split("\n")[0]].join(": ")),
  };
}
