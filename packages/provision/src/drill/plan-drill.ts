import type { KumaClient, Monitor } from "@kumakit/client";
import { lookAtDrilledUnit, reportAgent, type DrilledUnit, type Host } from "@kumakit/installer";

import { findAgent, type FoundAgent } from "../agent/find-agent.ts";
import { checkReporter, isFedBy } from "../agent/reporter.ts";
import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import { channelsOf, type Channel } from "../proof/channel-tests.ts";
import { lookAtServer } from "../proof/look-at-server.ts";
import { settingsFindings, type Finding } from "../proof/settings-findings.ts";

/** A drill that can be carried out. Plain data. */
export interface DrillPlan {
  /** The service that is stopped. */
  readonly drilled: DrilledUnit;
  /** The monitor that has to notice it. */
  readonly monitor: Monitor;
  /** What would keep the alert from coming; a drill begins only without problems. */
  readonly findings: readonly Finding[];
  /** The channels that are alerted, in the order in which the server goes through them. */
  readonly channels: readonly Channel[];
}

/** The drill that somebody wants. */
export interface DrillWish {
  /** The service, as `systemctl` takes it. */
  readonly unit: string;
  /**
   * The monitor that has to notice it, which may be of any type.
   * @defaultValue the one that the agent of the host reports to
   */
  readonly findMonitor?: ((all: readonly Monitor[]) => Monitor) | undefined;
  /** Stops the look. */
  readonly signal: AbortSignal;
}

/**
 * Looks at a service, its host and its monitor before a drill. Changes nothing.
 *
 * @param client - connected with `keepStates`
 * @throws InstallerError `INSTALLER_DRILL_REFUSED` with the reason; ProvisionError `KUMA_CHECK_NOT_FOUND` where nothing
 * watches the service; KumaError; AbortError
 */
export async function planDrill(
  client: KumaClient,
  host: Host,
  { unit, findMonitor, signal }: DrillWish,
): Promise<DrillPlan> {
  const drilled = await lookAtDrilledUnit(host, unit, signal);
  const view = await lookAtServer(client);
  const agent = findMonitor === undefined ? await findAgent({ host, scope: "system", signal }) : undefined;
  const monitor = findMonitor?.(view.monitors) ?? watchedBy(agent, drilled, view.monitors);
  const channels = channelsOf(await client.notifications.list(), [monitor]);
  const muted = agent === undefined ? false : await isMuted(host, agent, { drilled, signal });
  return {
    drilled,
    monitor,
    channels: channels.map(({ id, name, type }) => ({ id, name, type })),
    findings: [
      ...settingsFindings(monitor, view).filter(({ code }) => code !== "late-reports"),
      ...(muted ? [findingOn(monitor, "muted", "its agent alerts nobody for now")] : []),
      ...stateFindings(monitor, view.beatsOf(monitor.id).at(-1)?.status),
    ],
  };
}

function watchedBy(agent: FoundAgent | undefined, drilled: DrilledUnit, all: readonly Monitor[]): Monitor {
  const check = agent?.manifest.checks.find(({ unit }) => unit === drilled.unit);
  if (agent !== undefined && check !== undefined) {
    const reporter = checkReporter(agent.facts, check);
    const found =
      all.find((monitor) => isFedBy(monitor, reporter)) ??
      all.find(({ description }) => hasMarker(description, reporter.marker));
    if (found !== undefined) return found;
  }
  throw new ProvisionError({
    code: "KUMA_CHECK_NOT_FOUND",
    message: `No agent on ${drilled.hostname} reports ${drilled.unit} to this server. Name the monitor that notices it: kuma verify MONITOR --drill ${drilled.unit}`,
  });
}

async function isMuted(
  host: Host,
  { facts }: FoundAgent,
  { drilled, signal }: { readonly drilled: DrilledUnit; readonly signal: AbortSignal },
): Promise<boolean> {
  const { status } = await reportAgent(host, facts, { signal });
  return status?.checks.find(({ name }) => name === drilled.unit)?.muted !== undefined;
}

function stateFindings(monitor: Monitor, status: string | undefined): readonly Finding[] {
  if (!monitor.active || status === undefined || status === "up" || status === "maintenance") return [];
  return [findingOn(monitor, "not-up", `it is ${status.toUpperCase()} already: nobody would be alerted once more`)];
}

function findingOn({ id }: Monitor, code: Finding["code"], message: string): Finding {
  return { code, severity: "problem", message, about: { kind: "monitor", id } };
}
