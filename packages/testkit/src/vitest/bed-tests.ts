import * as vitest from "vitest";
import { systemdBedProblem } from "../bed/systemd-bed-problem.ts";
import { missingPrograms } from "../layer/layer-programs.ts";

/**
 * A `describe` whose tests need a systemd bed, with these programs in it. Where there can be none they are skipped, and
 * their name says why; in CI (`CI` is set) they run all the same, and fail with the reason.
 */
export function describeOnBed(name: string, body: () => void, programs: readonly string[] = []): void {
  describeUnless(bedProblem() ?? missingPrograms(programs), name, body);
}

/**
 * A `describe` whose tests run these programs, by `throughLayer`. Where one is missing they are skipped, and their name
 * says why; in CI they run all the same, and fail.
 */
export function describeWith(programs: readonly string[], name: string, body: () => void): void {
  describeUnless(missingPrograms(programs), name, body);
}

/** A `describe` whose tests need root. Elsewhere they are skipped, and their name says so; in CI they run all the same. */
export function describeAsRoot(name: string, body: () => void): void {
  describeUnless(process.getuid?.() === 0 ? undefined : "it needs root", name, body);
}

function bedProblem(): string | undefined {
  const problem = systemdBedProblem();
  return problem && `it needs a real systemd, and here ${problem}`;
}

function describeUnless(reason: string | undefined, name: string, body: () => void): void {
  const isSkipped = reason !== undefined && !process.env["CI"];
  vitest.describe.skipIf(isSkipped)(isSkipped ? `${name} [not run: ${reason}]` : name, body);
}
