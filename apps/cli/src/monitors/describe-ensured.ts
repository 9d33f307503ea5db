import { printable } from "@kumakit/text";
import type { MadeAnyMonitor } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, outcomeSchema } from "../contract/shared-schemas.ts";
import { fieldLines } from "../output/field-lines.ts";

const SENTENCES = {
  created: (monitor: string) => `Created the monitor ${monitor}.`,
  kept: (monitor: string) => `The monitor ${monitor} exists already; nothing was changed.`,
  updated: (monitor: string) => `Updated the monitor ${monitor}.`,
} as const satisfies Record<MadeAnyMonitor["outcome"], (monitor: string) => string>;

/** The output of `kuma monitor create` for people. */
export function describeEnsured({ monitor, pushUrl, dashboardUrl, outcome, notifications }: MadeAnyMonitor): string {
  const alerts = notifications.map(({ name }) => name).join(", ");
  const fields = { "Push URL": pushUrl ?? "", Dashboard: dashboardUrl, Alerts: alerts === "" ? "nobody" : alerts };
  const lines = fieldLines(fields).replaceAll(/^/gm, "  ");
  return `${SENTENCES[outcome](`"${printable(monitor.name)}" (id ${monitor.id})`)}\n${lines}`;
}

/** The output of `kuma monitor create --json`. */
export const ensuredSchema = (z: Zod) =>
  z.strictObject({
    ...namedSchema(z).shape,
    type: z.string(),
    interval: z.int().describe("Seconds."),
    outcome: outcomeSchema(z),
    pushUrl: z
      .string()
      .nullable()
      .describe("Secret: who knows it can report the service as healthy. Null for a monitor that is no Push monitor."),
    dashboardUrl: z.string(),
    notifications: z.array(namedSchema(z)),
    warnings: z.array(z.string()),
  });

/** A monitor as `kuma monitor create --json` prints it. */
export function ensuredData(ensured: MadeAnyMonitor) {
  const { monitor, pushUrl, dashboardUrl, outcome, notifications, warnings } = ensured;
  const { id, name, type, interval } = monitor;
  return { id, name, type, interval, outcome, pushUrl, dashboardUrl, notifications, warnings };
}
