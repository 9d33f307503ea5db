import * as vitest from "vitest";
import { systemdBedProblem } from "../bed/systemd-bed-problem.ts";

/**
 * A `describe` whose tests need a systemd bed. Where none can be started they are skipped, and a loud line says so; in
 * CI (`CI` is set) they run all the same, and fail with the reason.
 */
export function describeOnBed(name: string, body: () => void): void {
  const problem = systemdBedProblem();
  const isSkipped = problem !== undefined && !process.env["CI"];
  if (isSkipped) process.stderr.write(`\n!!! NOT TESTED: "${name}" needs a real systemd, and here ${problem}\n\n`);
  vitest.describe.skipIf(isSkipped)(name, body);
}
