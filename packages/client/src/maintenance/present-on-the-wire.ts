import type { Maintenance } from "../model/maintenance.ts";
import type { PlanOnTheWire } from "./plan-to-wire.ts";

/** What the server sent, in the form in which it wants it back. */
export function presentOnTheWire({ raw, title, description, active }: Maintenance): PlanOnTheWire {
  const range: readonly unknown[] = Array.isArray(raw["dateRange"]) ? raw["dateRange"] : [];
  // It leaves an end out that is not set.
  return { ...raw, title, description, active, dateRange: [range[0] ?? null, range[1] ?? null] };
}
