import type { Zod } from "../contract/command-contract.ts";
import { seenFields } from "./seen/seen-data.ts";

/** A monitor with `--json`. */
export const monitorSchema = (z: Zod) =>
  z.strictObject({
    id: z.int(),
    name: z.string(),
    type: z.string(),
    ...seenFields(z),
    interval: z.int().describe("Seconds."),
    active: z.boolean(),
    parent: z.int().nullable().describe("The id of the group that it is in."),
    description: z.string().nullable(),
    upsideDown: z.boolean(),
    maxRetries: z.int(),
    notificationIds: z.array(z.int()),
    tags: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    dashboardUrl: z.string(),
  });
