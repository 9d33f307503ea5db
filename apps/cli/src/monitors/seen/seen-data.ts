import type { Zod } from "../../contract/command-contract.ts";
import type { SeenMonitor } from "./seen-monitor.ts";

/** The words for how a monitor is. */
export const monitorStatusSchema = (z: Zod) => z.enum(["up", "down", "pending", "maintenance", "paused"]);

/** How a monitor is, with `--json`. */
export const seenFields = (z: Zod) => ({
  status: monitorStatusSchema(z),
  message: z.string().describe("The text of the last heartbeat; empty when there was none."),
  since: z.iso.datetime().nullable().describe("Since when the status is what it is; null when nothing says it."),
  sinceExact: z.boolean().describe("False when the status has lasted longer than `since` says."),
  lastBeat: z.iso.datetime().nullable(),
  group: z.string().nullable().describe("The groups that it is in, the outermost first, with / between them."),
  host: z.string().nullable().describe("The machine that it is about, where something says it."),
});

/** A monitor and how it is, with `--json`. */
export const seenSchema = (z: Zod) =>
  z.strictObject({ id: z.int(), name: z.string(), type: z.string(), ...seenFields(z) });

/** How a monitor is, for `--json`. */
export function seenData({ status, message, since, lastBeat, groups, host }: SeenMonitor) {
  return {
    status,
    message,
    since: since?.time.toISOString() ?? null,
    sinceExact: since?.isExact ?? false,
    lastBeat: lastBeat?.toISOString() ?? null,
    group: groups.length === 0 ? null : groups.join("/"),
    host: host ?? null,
  };
}

/** The same with what it is called. */
export function namedSeenData(seen: SeenMonitor) {
  const { id, name, type } = seen.monitor;
  return { id, name, type, ...seenData(seen) };
}
