import type { Maintenance } from "../model/maintenance.ts";
import type { PlanOnTheWire } from "./plan-to-wire.ts";

/** A maintenance in the form in which the server wants it back. */
export function presentOnTheWire({ raw, title, description, active }: Maintenance): PlanOnTheWire {
  const range: readonly unknown[] = Array.isArray(raw["dateRange"]) ? raw["dateRange"] : [];
  // It leaves an end out that is not set.
  return { ...raw, title, description, active, dateRange: [range[0] ?? null, range[1] ?? null] };
}
