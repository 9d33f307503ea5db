import type { Maintenance } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { localTime } from "../../output/figures.ts";
import type { Noun } from "../noun.ts";

/** A maintenance, with `--json`. */
export const maintenanceSchema = (z: Zod) =>
  z.strictObject({
    id: z.int(),
    title: z.string(),
    description: z.string(),
    strategy: z.string(),
    active: z.boolean(),
    status: z.enum(["inactive", "scheduled", "under-maintenance", "ended", "unknown"]),
    timeZone: z.string(),
    timeSlots: z.array(z.strictObject({ start: z.iso.datetime(), end: z.iso.datetime() })),
  });

/** A maintenance, for `--json`. */
export function maintenanceData(maintenance: Maintenance) {
  const { id, title, description, strategy, active, status, effectiveTimeZone, timeSlots } = maintenance;
  const slots = timeSlots.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() }));
  return { id, title, description, strategy, active, status, timeZone: effectiveTimeZone, timeSlots: slots };
}

/** The maintenances. */
export const maintenanceNoun: Noun<Maintenance> = {
  called: "maintenance",
  plural: "maintenances",
  making: "maintenance start MONITOR --for 2h",
  list: (client) => client.maintenance.list(),
  nameOf: ({ title }) => title,
  schema: maintenanceSchema,
  data: maintenanceData,
  columns: [
    { heading: "id", cell: ({ id }) => String(id) },
    { heading: "title", cell: ({ title }) => title, isFlexible: true },
    { heading: "status", cell: ({ status }) => status },
    { heading: "kind", cell: ({ strategy }) => strategy, isOptional: true },
    { heading: "until", cell: (one) => untilText(one) },
  ],
  remove: (client, { id }) => client.maintenance.delete(id),
  losses: async (client, { id, status }) => {
    const count = (await client.maintenance.monitorIds(id)).length;
    const isOn = status === "under-maintenance" && count > 0;
    return { steps: isOn ? [`have ${count} monitor${count === 1 ? "" : "s"} alert again`] : [], isSevere: false };
  },
};

function untilText({ timeSlots, status }: Maintenance): string {
  const end = status === "ended" ? undefined : timeSlots[0]?.end;
  return end === undefined ? "-" : localTime(end);
}
