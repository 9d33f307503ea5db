import type * as z from "zod";
import { checkObject } from "../arguments/check-object.ts";
import { KumaValidationError } from "../errors/kuma-errors.ts";
import type { MonitorTypeDefinition } from "./monitor-type-definition.ts";

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function problemOf(issue: Issue): { field: string; problem: string } {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return { field: [...path, issue.keys?.[0] ?? "?"].join("."), problem: "there is no such field" };
  }
  return { field: path.join(".") || "input", problem: issue.message };
}

/**
 * Checks an input before anything is sent.
 *
 * @throws {@link KumaValidationError} naming the first field that is wrong; the value itself is never quoted.
 */
export function validate<T>(schema: z.ZodType<T>, input: unknown): T {
  if (schema.def.type !== "string") checkObject(input);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const [issue] = issues;
  // Who has left several out should not have to try once for each.
  const missing = issues.filter(({ message }) => message === "must be given").map((one) => problemOf(one).field);
  if (issue?.message === "must be given" && missing.length > 1)
    throw new KumaValidationError(missing[0] ?? "", `must be given, and so must ${missing.slice(1).join(", ")}`);
  const { field, problem } = issue === undefined ? { field: "input", problem: "is wrong" } : problemOf(issue);
  throw new KumaValidationError(field, problem);
}

/**
 * Checks the rule of a type over several settings.
 *
 * @param settings - The settings of a new monitor, or of a changed one.
 * @throws {@link KumaValidationError}
 */
export function checkRule(definition: MonitorTypeDefinition, settings: object): void {
  const problem = definition.check?.(settings);
  if (problem !== undefined) throw new KumaValidationError(...problem);
}

/**
 * Checks the rules of a type for a new monitor.
 *
 * @throws {@link KumaValidationError}
 */
export function checkNewRules(definition: MonitorTypeDefinition, settings: object): void {
  checkRule(definition, settings);
  const problem = definition.checkNew?.(settings);
  if (problem !== undefined) throw new KumaValidationError(...problem);
}
