import { printable } from "../output/printable.ts";
import type { EnsuredPushMonitor } from "./ensure-push-monitor.ts";

const SENTENCES = {
  created: (monitor: string) => `Created the monitor ${monitor}.`,
  kept: (monitor: string) => `The monitor ${monitor} exists already; nothing was changed.`,
  updated: (monitor: string) => `Updated the monitor ${monitor}.`,
} as const satisfies Record<EnsuredPushMonitor["outcome"], (monitor: string) => string>;

/** What `kuma monitor create` prints for people. */
export function describeEnsured({
  monitor,
  pushUrl,
  dashboardUrl,
  outcome,
  notifications,
}: EnsuredPushMonitor): string {
  const alerts = notifications.map(({ name }) => printable(name)).join(", ");
  return [
    SENTENCES[outcome](`"${printable(monitor.name)}" (id ${monitor.id})`),
    `  Push URL:   ${pushUrl}`,
    `  Dashboard:  ${dashboardUrl}`,
    `  Alerts:     ${alerts === "" ? "nobody" : alerts}`,
  ].join("\n");
}

/** What `kuma monitor create --json` prints. */
export function ensuredData(ensured: EnsuredPushMonitor): Record<string, unknown> {
  const { monitor, pushUrl, dashboardUrl, outcome, notifications, warnings } = ensured;
  const { id, name, type, interval } = monitor;
  return { id, name, type, interval, outcome, pushUrl, dashboardUrl, notifications, warnings };
}
