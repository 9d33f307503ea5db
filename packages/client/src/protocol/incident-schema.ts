import * as z from "zod";
import type { Incident, IncidentStyle } from "../model/incident.ts";
import { flagSchema, idSchema } from "./id-schema.ts";
import { parseServerTime } from "./server-time.ts";

/** The styles that every version's pages can show. */
export const incidentStyles = ["info", "warning", "danger", "primary", "light", "dark"] as const;

const timeSchema = z
  .string()
  .nullish()
  .transform((text) => (text === null || text === undefined ? null : (parseServerTime(text) ?? null)));

function styleOf(style: string): IncidentStyle {
  return incidentStyles.find((known) => known === style) ?? "warning";
}

/** An incident as `postIncident`, `getIncidentHistory` and the public page send it. */
export const incidentSchema = z
  .looseObject({
    id: idSchema,
    title: z.string().nullish(),
    content: z.string().nullish(),
    style: z.string().nullish(),
    pin: flagSchema,
    active: flagSchema.optional(),
    createdDate: timeSchema,
    lastUpdatedDate: timeSchema,
  })
  .transform((wire): Incident => {
    return {
      id: wire.id,
      title: wire.title ?? "",
      content: wire.content ?? "",
      style: styleOf(wire.style ?? ""),
      pinned: wire.pin,
      active: wire.active ?? wire.pin,
      createdAt: wire.createdDate,
      updatedAt: wire.lastUpdatedDate,
    };
  });
