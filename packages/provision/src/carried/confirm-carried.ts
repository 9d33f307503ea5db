import type { KumaClient } from "@kumakit/client";

import { AbortScope } from "../agent/abort-scope.ts";
import { firstBeatPatience, firstBeats, type AwaitedMonitor } from "../agent/first-beat.ts";
import { onHosts, type HostResult } from "../agent/on-hosts.ts";
import type { ProvisionOptions, Voice } from "../agent/provision-event.ts";
import { connectOnce, type Connect } from "../agent/reports-to.ts";
import { deleteMonitors } from "../agent/removal-monitors.ts";
import { ProvisionError } from "../errors/provision-error.ts";
import { parseMarkers } from "../marker/marker.ts";
import type { MonitorRef } from "../monitors/monitor-action.ts";
import { hostOfFacts, type CarriedReceipt } from "./carried-wish.ts";

/** The fate of the plan for a host. */
export interface CarriedReport {
  /** As in the wish. */
  readonly host: string;
  /** That of the plan. */
  readonly receipt: CarriedReceipt;
  /**
   * Whether it was carried out. `unknown` for a host that was away meanwhile: its monitors stay, so that their silence
   * is noticed.
   */
  readonly carried: "yes" | "no" | "unknown";
}

/**
 * Sees to the server after plans of {@link planCarried} were carried out: waits for the first heartbeats, and takes back
 * the monitors that were made for a host on which it failed.
 *
 * @returns for each host the monitors that were taken back
 */
export async function confirmCarried(
  connect: Connect,
  reports: readonly CarriedReport[],
  options: ProvisionOptions = {},
): Promise<readonly HostResult<{ readonly takenBack: readonly MonitorRef[] }>[]> {
  const once = connectOnce(connect);
  const byHost = new Map(reports.map((report) => [report.host, report]));
  const awaited = reports.flatMap(({ receipt, carried }) => (carried === "yes" ? receipt.awaited : []));
  // One wait for all of them: each would ask the server by itself.
  const beats = awaited.length === 0 ? undefined : beatsOf(once, awaited, options.signal);
  // The hosts that wait report its failure.
  beats?.catch(() => undefined);
  const hosts = [...byHost.keys()].map((host) => hostOfFacts(host));
  return await onHosts(hosts, options, async ({ host, voice }) => {
    const report = byHost.get(host.label);
    const made = report?.receipt.made ?? [];
    if (report?.carried === "yes" && report.receipt.awaited.length > 0) {
      voice.emit({ kind: "first-beat", host: voice.host, checks: report.receipt.awaited.map(({ name }) => name) });
      requireBeats(report, (await beats) ?? new Set(), { server: (await once()).server.url, voice });
    }
    if (report?.carried !== "no" || made.length === 0) return { takenBack: [] };
    return { takenBack: await takeBack(await once(), made) };
  });
}

/** The ids of the monitors whose first heartbeat came. */
async function beatsOf(
  connect: Connect,
  awaited: readonly AwaitedMonitor[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<number>> {
  const client = await connect();
  const waiting = new AbortScope(signal ?? new AbortController().signal, firstBeatPatience);
  try {
    const beats = await firstBeats(client, awaited, waiting);
    return new Set(awaited.filter((_monitor, index) => beats[index] !== undefined).map(({ id }) => id));
  } finally {
    waiting.end();
  }
}

function requireBeats(
  { host, receipt }: CarriedReport,
  beats: ReadonlySet<number>,
  { server, voice }: { readonly server: string; readonly voice: Voice },
): void {
  voice.signal.throwIfAborted();
  const silent = receipt.awaited.filter(({ id }) => !beats.has(id)).map(({ name }) => JSON.stringify(name));
  if (silent.length === 0) return;
  throw new ProvisionError({
    code: "KUMA_AGENT_SILENT",
    message: `The agent of ${host} was put there, but no heartbeat of ${silent.join(", ")} reached ${server}`,
    hint: "on the host, kuma-agent status or journalctl -u kuma-agent says why",
  });
}

/** Only monitors that still have the mark of an install, and the name of the receipt. */
async function takeBack(client: KumaClient, made: readonly MonitorRef[]): Promise<readonly MonitorRef[]> {
  const monitors = await client.monitors.list();
  const deleted = monitors.filter(
    ({ id, name, description }) =>
      parseMarkers(description).length > 0 && made.some((one) => one.id === id && one.name === name),
  );
  const ids = new Set(deleted.map(({ id }) => id));
  const left = monitors.filter(({ id }) => !ids.has(id));
  const groups = left.filter(
    (one) =>
      one.type === "group" &&
      parseMarkers(one.description).length > 0 &&
      deleted.some(({ parent }) => parent === one.id) &&
      !left.some(({ parent }) => parent === one.id),
  );
  await deleteMonitors(client, { deleted, groups });
  return deleted.map(({ id, name }) => ({ id, name }));
}
