import { checkObject } from "../../arguments/check-object.ts";
import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { CallOptions } from "../call-options.ts";

/** How far back to look. */
export interface HeartbeatRange extends CallOptions {
  /** Hours back from now. */
  readonly hours: number;
}

// More years than there are servers; beyond, the server's own arithmetic with dates ends.
const longestRange = 876_000;

/**
 * Checks how far back to look.
 *
 * @throws {@link KumaValidationError}
 */
export function checkRange(range: unknown): void {
  const { hours } = checkObject(range, "range");
  if (typeof hours === "number" && hours > 0 && hours <= longestRange) return;
  throw new KumaValidationError("hours", "must be a positive number of hours, up to 876000 (100 years)");
}
