import { agentUnitState, drillTimerName, installedOn, surveyHost, type Host } from "@kumakit/installer";

import { drillMonitorsOf } from "./drill-monitor.ts";
import type { KnownDrills } from "./list-drills.ts";

/** The drills on a host, as the host itself has them. */
export interface DrillsOnHost {
  /** Whether something starts them: the timer, or cron. */
  readonly state: "running" | "stopped" | "none";
  /** Their monitor; null when there are neither drills nor a monitor. */
  readonly monitorId: number | null;
}

/**
 * Looks at the drills of a host.
 *
 * @param known - those that the server shows
 * @throws InstallerError; AbortError
 */
export async function drillsOnHost(
  host: Host,
  known: readonly KnownDrills[],
  signal: AbortSignal,
): Promise<DrillsOnHost> {
  const facts = await surveyHost(host, { scope: "system" }, { signal });
  const drill = installedOn(facts).manifest?.drill;
  const [own] = drillMonitorsOf(
    facts,
    known.map(({ monitor }) => monitor),
  );
  if (drill === undefined) return { state: "none", monitorId: own?.id ?? null };
  const isRunning = !facts.has.systemd || agentUnitState(facts, drillTimerName)["ActiveState"] === "active";
  return { state: isRunning ? "running" : "stopped", monitorId: drill.monitorId };
}
