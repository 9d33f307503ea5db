import type { CheckConfig } from "@kumakit/agent/config";
import type { Monitor } from "@kumakit/client";
import { holdsToken, installedOn, type HostFacts } from "@kumakit/installer";
import { posix } from "node:path";

import { ProvisionError } from "../errors/provision-error.ts";
import { hasMarker } from "../marker/marker.ts";
import { configOf, type FoundAgent } from "../agent/find-agent.ts";
import { agentReporter, checkReporter, isFedBy, type Reporter } from "../agent/reporter.ts";

/** A check of an agent that moves, or the agent itself. */
export interface MovingReporter extends Reporter {
  /** Undefined for the agent itself. */
  readonly check: CheckConfig | undefined;
  /** Of its monitors, in s. */
  readonly interval: number;
}

/** Everything on a host that installs have brought and that reports to monitors. */
export function movingReporters(agent: FoundAgent): readonly MovingReporter[] {
  const { facts, manifest } = agent;
  const { checks, heartbeat } = configOf(agent);
  const ofChecks = manifest.checks.flatMap((installed): MovingReporter[] => {
    const check = checks.find(({ name }) => name === installed.name);
    return check === undefined ? [] : [{ ...checkReporter(facts, installed), check, interval: check.interval }];
  });
  if (manifest.heartbeat === undefined || heartbeat === undefined) return ofChecks;
  const own = agentReporter(facts, manifest.heartbeat);
  return [...ofChecks, { ...own, check: undefined, interval: heartbeat.interval }];
}

/** The monitor of a server that the host pushes to with the token that lies there. */
export function monitorFedBy(monitors: readonly Monitor[], reporter: Reporter): Monitor | undefined {
  return monitors.find((monitor) => isFedBy(monitor, reporter));
}

/** The monitor of a reporter on a server: that of its token, else that of its marker. */
export function monitorOf(monitors: readonly Monitor[], reporter: Reporter): Monitor | undefined {
  return (
    monitorFedBy(monitors, reporter) ?? monitors.find(({ description }) => hasMarker(description, reporter.marker))
  );
}

/**
 * Makes sure that the checks that no install has brought can go along: the other server must know their tokens, as one
 * does that was restored from a backup.
 *
 * @throws ProvisionError `KUMA_OTHERS_CHECKS` naming those that cannot
 */
export function requireOthersKnown(agent: FoundAgent, server: string, monitors: readonly Monitor[]): void {
  const { facts, manifest } = agent;
  const config = configOf(agent);
  const installed = installedOn(facts).config;
  const dropIns = installed.kind === "valid" ? installed.dropIns.map(({ check }) => check) : [];
  const others = [...config.checks, ...dropIns].filter(({ name }) => !manifest.checks.some((one) => one.name === name));
  const heartbeat = manifest.heartbeat === undefined ? config.heartbeat : undefined;
  const places = [...others, ...(heartbeat === undefined ? [] : [{ name: "the agent itself", ...heartbeat }])];
  const unknown = places.filter(
    ({ tokenFile, secondTokenFile }) =>
      secondTokenFile !== undefined || !monitors.some(({ pushToken }) => isIn(facts, tokenFile, pushToken)),
  );
  if (unknown.length === 0) return;
  const names = unknown.map(({ name }) => JSON.stringify(name)).join(", ");
  throw new ProvisionError({
    code: "KUMA_OTHERS_CHECKS",
    message: `The agent on ${facts.label} also does ${names}, which no install has brought, and ${server} has no monitor with ${unknown.length === 1 ? "its token" : "their tokens"}`,
  });
}

function isIn(facts: HostFacts, file: string, token: unknown): boolean {
  return typeof token === "string" && holdsToken(facts, posix.normalize(file), token);
}
