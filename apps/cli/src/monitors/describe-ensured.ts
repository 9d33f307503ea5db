import { printable } from "@kumakit/text";
import type { EnsuredMonitor } from "@kumakit/provision";

import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, outcomeSchema } from "../contract/shared-schemas.ts";

const SENTENCES = {
  created: (monitor: string) => `Created the monitor ${monitor}.`,
  kept: (monitor: string) => `The monitor ${monitor} exists already; nothing was changed.`,
  updated: (monitor: string) => `Updated the monitor ${monitor}.`,
} as const satisfies Record<EnsuredMonitor["outcome"], (monitor: string) => string>;

/** The output of `kuma monitor create` for people. */
export function describeEnsured({ monitor, pushUrl, dashboardUrl, outcome, notifications }: EnsuredMonitor): string {
  const alerts = notifications.map(({ name }) => printable(name)).join(", ");
  return [
    SENTENCES[outcome](`"${printable(monitor.name)}" (id ${monitor.id})`),
    `  Push URL:   ${pushUrl}`,
    `  Dashboard:  ${dashboardUrl}`,
    `  Alerts:     ${alerts === "" ? "nobody" : alerts}`,
  ].join("\n");
}

/** The output of `kuma monitor create --json`. */
export const ensuredSchema = (z: Zod) =>
  z.strictObject({
    ...namedSchema(z).shape,
    type: z.string(),
    interval: z.int().describe("Seconds."),
    outcome: outcomeSchema(z),
    pushUrl: z.string().describe("Secret: who knows it can report the service as healthy."),
    dashboardUrl: z.string(),
    notifications: z.array(namedSchema(z)),
    warnings: z.array(z.string()),
  });

/** A monitor as `kuma monitor create --json` prints it. */
export function ensuredData(ensured: EnsuredMonitor) {
  const { monitor, pushUrl, dashboardUrl, outcome, notifications, warnings } = ensured;
  const { id, name, type, interval } = monitor;
  return { id, name, type, interval, outcome, pushUrl, dashboardUrl, notifications, warnings };
}
