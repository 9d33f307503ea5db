import * as z from "zod";

const reportSchema = z.object({
  testResults: z
    .array(
      z.object({
        name: z.string(),
        assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
      }),
    )
    .default([]),
});

/** What one vitest JSON report says: how many tests passed and failed, and the names of those that did not run. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/**
 * Reads the JSON report of vitest. An empty report (`{}`) counts as nothing run.
 *
 * @throws SyntaxError or ZodError when the text is no vitest report.
 */
export function readVitestReport(text: string): TestCounts {
  const tests = reportSchema.parse(JSON.parse(text)).testResults.flatMap((file) => file.assertionResults);
  const skipped = tests.filter((test) => test.status !== "passed" && test.status !== "failed");
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: tests.filter((test) => test.status === "failed").length,
    skipped: skipped.map((test) => test.fullName),
  };
}
