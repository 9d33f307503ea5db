import type { KumaClient, Monitor, Notification } from "@kumakit/client";

import { noteProof, provenAt, testedAt } from "../notifications/test-notification.ts";
import { channelsOf, testChannels, type Channel, type ChannelTest } from "./channel-tests.ts";
import { answersAfterAlerts, judgeAlert, type AlertVerdict } from "./judge-alert.ts";
import type { ProofOptions } from "./proof-options.ts";
import { removeLeftBehind } from "./left-behind.ts";
import { lookAtServer } from "./look-at-server.ts";
import { settingsFindings, type Finding } from "./settings-findings.ts";
import { throwAwayAlert, type ThrowAwayAlert } from "./throw-away-alert.ts";
import { Witness } from "./witness.ts";

/** How far a proof goes: settings alone, a test message through each channel, or a real alert after it. */
export type ProofLevel = "settings" | "test" | "alert";

/** A monitor, and what keeps it from alerting. */
export interface ProvenMonitor {
  /** The monitor. */
  readonly monitor: Monitor;
  /** In the order of what to look at first; empty when all is well. */
  readonly findings: readonly Finding[];
}

/** A channel, and how far it was proven. */
export interface ProvenChannel extends Channel {
  /** How many of the monitors alert it. */
  readonly monitors: number;
  /** The test message of this run; null without one. */
  readonly test: ChannelTest | null;
  /** Whether it was probably not called in the real alert. */
  readonly isSuspect: boolean;
  /** How many channels wait for it in each alert, because it is slow and the server goes through them one by one. */
  readonly delays: number;
  /** When a test message last went through it with its present settings. */
  readonly testedAt: Date | null;
  /** When a person last saw an alert of it with its present settings. */
  readonly provenAt: Date | null;
}

/** The result of a proof. */
export interface Proof {
  /** How far it went. */
  readonly level: ProofLevel;
  /** The monitors, in the order in which they were given. */
  readonly monitors: readonly ProvenMonitor[];
  /** Their channels, each once, in the order in which the server goes through them. */
  readonly channels: readonly ProvenChannel[];
  /** The real alert, and what its times say; null without one. */
  readonly alert: (ThrowAwayAlert & { readonly verdict: AlertVerdict["kind"] }) | null;
}

/** A channel that takes longer holds up those behind it, in ms. */
const slow = 5000;

/** After a change on a server that answers before it alerts: so long at least, in ms. */
const shortestPatience = 1000;

/**
 * Proves as far as it is asked to that somebody is alerted by some monitors. Nothing stays on the server but the notes in
 * the settings of its notifications; what a killed run has left is deleted first.
 *
 * @param client - opened with `keepStates`
 * @param monitors - of `client`; each is looked at, and each of their channels is tested once
 * @throws KumaError; ProvisionError which says what was left behind; AbortError when it was stopped
 */
export async function proveAlerts(
  client: KumaClient,
  { monitors, level }: { readonly monitors: readonly Monitor[]; readonly level: ProofLevel },
  options: ProofOptions = {},
): Promise<Proof> {
  options.on?.({ kind: "look" });
  const view = await lookAtServer(client);
  const seen = monitors.map((monitor) => ({ monitor, findings: settingsFindings(monitor, view) }));
  const channels = channelsOf(await client.notifications.list(), monitors);
  if (level === "settings" || channels.length === 0) return proofOf({ level, monitors: seen, channels });
  const tests = await testChannels(client, channels, options);
  if (level === "test") return proofOf({ level, monitors: seen, channels, tests });
  await removeLeftBehind(client, view.monitors);
  const { version } = client.server;
  await using witness = await Witness.open(client);
  const patience = answersAfterAlerts(version) ? 0 : patienceFor(tests);
  const notificationIds = channels.map(({ id }) => id);
  const alert = await throwAwayAlert(client, { notificationIds, patience, witness }, options);
  const verdict = judgeAlert(alert, tests, version);
  return proofOf({ level, monitors: seen, channels, tests, made: { alert, verdict } });
}

/** Remembers that a person has seen an alert of a channel, for everybody who looks at it later. @throws KumaError */
export async function acknowledgeAlert(client: KumaClient, channelId: number): Promise<void> {
  await noteProof(client, channelId);
}

function patienceFor(tests: ReadonlyMap<number, ChannelTest>): number {
  return shortestPatience + [...tests.values()].reduce((sum, { ms }) => sum + ms, 0);
}

interface Findings extends Pick<Proof, "level" | "monitors"> {
  readonly channels: readonly Notification[];
  readonly tests?: ReadonlyMap<number, ChannelTest>;
  readonly made?: { readonly alert: ThrowAwayAlert; readonly verdict: AlertVerdict };
}

function proofOf({ level, monitors, channels, tests = new Map(), made }: Findings): Proof {
  const suspects = made?.verdict.kind === "too-short" ? made.verdict.suspects : [];
  return {
    level,
    monitors,
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.name,
      type: channel.type,
      monitors: monitors.filter(({ monitor }) => monitor.notificationIds.includes(channel.id)).length,
      test: tests.get(channel.id) ?? null,
      isSuspect: suspects.includes(channel.id),
      delays: (tests.get(channel.id)?.ms ?? 0) > slow ? channels.filter(({ id }) => id > channel.id).length : 0,
      testedAt: tests.get(channel.id)?.ok === true ? new Date() : testedAt(channel),
      provenAt: provenAt(channel),
    })),
    alert: made === undefined ? null : { ...made.alert, verdict: made.verdict.kind },
  };
}
