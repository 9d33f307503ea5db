import type { Monitor } from "@kumakit/client";
import type { MadeAnyMonitor } from "@kumakit/provision";
import { printable } from "@kumakit/text";

import { CliError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../contract/shared-schemas.ts";
import { EXIT } from "../exit-codes.ts";
import type { SelectedMonitors } from "./select-monitors.ts";

/** A monitor that was changed, with `--json`. */
export const changedSchema = (z: Zod) =>
  z.strictObject({ ...namedSchema(z).shape, type: z.string(), outcome: z.enum(["created", "kept", "updated"]) });

/** A monitor that was changed, for `--json`. */
export function changedData({ monitor: { id, name, type }, outcome }: Pick<MadeAnyMonitor, "monitor" | "outcome">) {
  return { id, name, type, outcome };
}

/** The plan for monitors that were named, with `--dry-run --json`. */
export const namedPlanSchema = (z: Zod) =>
  z.union([
    dryRunSchema(z, namedSchema(z).shape).describe("For one monitor that was named."),
    dryRunSchema(z, { monitors: z.array(namedSchema(z)) }).describe("For several."),
  ]);

/** The monitors of such a plan. */
export function namedPlanData({ monitors, isSingle }: SelectedMonitors) {
  const named = monitors.map(({ id, name }) => ({ id, name }));
  const [only] = named;
  return isSingle && only !== undefined ? only : { monitors: named };
}

/** A monitor in a sentence: `the monitor "nginx" (id 3)`. */
export function called({ id, name }: Pick<Monitor, "id" | "name">): string {
  return `the monitor "${printable(name)}" (id ${id})`;
}

/** The outcome of work on several monitors. */
export interface WorkedOn<Result> {
  readonly done: readonly Result[];
  /** Undefined when all went well. */
  readonly failure: unknown;
}

/** Works on one monitor after the other, also when one fails. */
export async function onEach<Result>(
  monitors: readonly Monitor[],
  signal: AbortSignal,
  work: (monitor: Monitor) => Promise<Result>,
): Promise<WorkedOn<Result>> {
  const done: Result[] = [];
  const failures: (readonly [Monitor, unknown])[] = [];
  for (const monitor of monitors) {
    if (signal.aborted) break;
    try {
      done.push(await work(monitor));
    } catch (error) {
      failures.push([monitor, error]);
    }
  }
  return { done, failure: failureOf(failures, monitors.length) };
}

function failureOf(failures: readonly (readonly [Monitor, unknown])[], total: number): unknown {
  const [first] = failures;
  if (first === undefined) return undefined;
  // One alone is its own failure, with its own code and hint.
  if (total === 1) return first[1];
  const reasons = failures.map(
    ([monitor, error]) => `${called(monitor)}: ${error instanceof Error ? error.message : String(error)}`,
  );
  return new CliError({
    code: "KUMA_PARTLY_DONE",
    message: `${failures.length} of ${total} failed: ${reasons.join("; ")}`,
    hint: "run it again: what is done stays done",
    exit: EXIT.partly,
    cause: first[1],
  });
}
