import type { Incident } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";

/** The colours that an incident can have. */
export const incidentStyles = ["info", "warning", "danger", "primary", "light", "dark"] as const;

/** An incident, with `--json`. */
export const incidentSchema = (z: Zod) =>
  z.strictObject({
    id: z.int(),
    title: z.string(),
    content: z.string(),
    style: z.string(),
    pinned: z.boolean().describe("Whether it is shown at the top of the page."),
    active: z.boolean().describe("Whether it is not resolved yet."),
    createdAt: z.iso.datetime().nullable(),
  });

/** An incident, for `--json`. */
export function incidentData({ id, title, content, style, pinned, active, createdAt }: Incident) {
  return { id, title, content, style, pinned, active, createdAt: createdAt?.toISOString() ?? null };
}
