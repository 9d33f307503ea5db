import type { Heartbeat, Monitor } from "@kumakit/client";
import { installedOn, type AgentReport, type HostFacts, type InstalledCheck } from "@kumakit/installer";

import { agentReporter, checkReporter, isFedBy, type Reporter } from "../agent/reporter.ts";
import { isOfAnyHost } from "../agent/former-monitors.ts";
import { agentMarker } from "../agent/check-marker.ts";
import type { FoundAgent } from "../agent/find-agent.ts";
import { hasMarker, parseMarkers } from "../marker/marker.ts";
import type { DoctorCode, DoctorFinding } from "./doctor-finding.ts";
import { mostAhead } from "./road-findings.ts";
import { otherFeeder, reportPeriod, worksSince } from "./feeders.ts";

/** The server that a host is compared with. */
export interface ComparedServer {
  /** Its URL. */
  readonly url: string;
  /** All that it has. */
  readonly monitors: readonly Monitor[];
  /** The last heartbeats of a monitor, oldest first. */
  readonly beatsOf: (monitorId: number) => readonly Heartbeat[];
  /**
   * How far its clock is ahead of that of this machine, in ms; null when it does not say so.
   * @defaultValue null
   */
  readonly clockAhead?: number | null;
}

/** The monitors of an agent on a server: those that its reports go to, and those that carry its markers. */
export function monitorsOfHost(agent: FoundAgent, monitors: readonly Monitor[]): readonly Monitor[] {
  return [...new Set(matchesOf(agent, monitors).flatMap(({ own, fed }) => [...own, fed ?? []].flat()))];
}

/** Whether the tokens and the config of an agent could be read, which root alone may. */
export function isWhollyReadable({ facts }: FoundAgent): boolean {
  return configOn(facts) !== undefined;
}

/**
 * Says where an agent and a server disagree: checks whose monitor is gone, was given another token or has lost its
 * marker, intervals that differ, monitors that something else reports to as well, and monitors of this host whose check is
 * gone. Most of it only where the tokens and the config of the agent could be read, which root alone may.
 *
 * @param report - of the agent; without its status nothing is said of others that report
 */
export function compareHost(
  agent: FoundAgent,
  { url, monitors, beatsOf, clockAhead = null }: ComparedServer,
  { runtime, status, clock }: Pick<AgentReport, "runtime" | "status" | "clock">,
): readonly DoctorFinding[] {
  const { facts } = agent;
  const matches = matchesOf(agent, monitors);
  const reporters = matches.map(({ reporter }) => reporter);
  const config = configOn(facts);
  const since = worksSince(status);
  const isStranger = matches.every(({ fed, own }) => fed === undefined && own.length === 0);
  if (
    isStranger &&
    reporters.length > 0 &&
    config !== undefined &&
    new URL(config.server.url).host !== new URL(url).host
  ) {
    const message = `the agent reports to ${config.server.url}, and this server knows none of its checks`;
    return [aboutHost(facts, "other-server", message)];
  }
  return [
    ...clockFindings(facts, clock, clockAhead),
    ...matches.flatMap((match) => matchFindings(facts, match, config !== undefined)),
    ...intervalFindings(matches, config),
    ...(since === undefined ? [] : feeders(matches, config, { since, beatsOf, isScript: runtime === "sh" })),
    ...orphans(facts, reporters, monitors),
  ];
}

/** The clocks of a host and of the server, both seen from this machine. */
function clockFindings(
  facts: HostFacts,
  clock: number | undefined,
  serverAhead: number | null,
): readonly DoctorFinding[] {
  if (clock === undefined || serverAhead === null) return [];
  const ahead = clock - Date.now() - serverAhead;
  if (Math.abs(ahead) <= mostAhead) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const message = `its clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} that of the server: times in alerts, and those of mutes and jobs, are wrong`;
  return [{ ...aboutHost(facts, "clock-differs", message), severity: "warning" }];
}

interface Match {
  readonly reporter: Reporter;
  /** Undefined for the agent itself. */
  readonly check: InstalledCheck | undefined;
  /** The monitors that carry its marker. */
  readonly own: readonly Monitor[];
  /** The one that its reports go to. */
  readonly fed: Monitor | undefined;
}

function matchesOf({ facts, manifest }: FoundAgent, monitors: readonly Monitor[]): readonly Match[] {
  const { checks, heartbeat } = manifest;
  return [
    ...checks.map((check) => ({ check, ...matchOf(checkReporter(facts, check), monitors) })),
    ...(heartbeat === undefined ? [] : [{ check: undefined, ...matchOf(agentReporter(facts, heartbeat), monitors) }]),
  ];
}

function matchOf(reporter: Reporter, monitors: readonly Monitor[]): Omit<Match, "check"> {
  const own = monitors.filter(({ description }) => hasMarker(description, reporter.marker));
  const fed = monitors.find((monitor) => isFedBy(monitor, reporter));
  return { reporter, own, fed };
}

type Config = Extract<ReturnType<typeof installedOn>["config"], { kind: "valid" }>["config"];

function configOn(facts: HostFacts): Config | undefined {
  const { config } = installedOn(facts);
  return config.kind === "valid" ? config.config : undefined;
}

/** @param isReadable - whether the tokens of the host could be compared */
function matchFindings(facts: HostFacts, match: Match, isReadable: boolean): readonly DoctorFinding[] {
  const { reporter, own, fed } = match;
  const { called } = reporter;
  const [first] = own;
  const where = `${called} on ${facts.hostname}`;
  if (fed !== undefined && first === undefined) {
    const isOthers = isOfAnyHost(fed.description, reporter.marker);
    const found = isOthers
      ? aboutMonitor(
          fed,
          "of-other-host",
          `${where} reports to it, and its description names a host of another name or machine id`,
        )
      : aboutMonitor(fed, "marker-lost", `${where} reports to it, and its description no longer says so`);
    return [{ ...found, severity: "warning", ...checkOf(match) }];
  }
  if (fed !== undefined || !isReadable) return [];
  if (first === undefined) {
    const message = `nothing on this server hears ${called}: its monitor is gone`;
    return [{ ...aboutHost(facts, "no-monitor", message), ...checkOf(match) }];
  }
  const message = `it has another push token than ${where} reports with`;
  return [{ ...aboutMonitor(first, "other-token", message), ...checkOf(match) }];
}

function checkOf({ check }: Match, interval?: number): Pick<DoctorFinding, "check"> {
  if (check === undefined) return {};
  const { name, unit } = check;
  return { check: { name, unit, ...(interval === undefined ? {} : { interval }) } };
}

function intervalFindings(matches: readonly Match[], config: Config | undefined): readonly DoctorFinding[] {
  if (config === undefined) return [];
  return matches.flatMap((match) => {
    const { fed } = match;
    const interval = intervalIn(config, match);
    if (fed === undefined || interval === undefined || interval === fed.interval) return [];
    const both = `its interval is ${fed.interval} s, and the agent counts on ${interval} s`;
    const isShort = fed.interval < interval;
    const message = `${both}: ${isShort ? "it goes DOWN although all is well" : "silence is noticed later than the agent's reports allow"}`;
    const found = { ...aboutMonitor(fed, "interval-differs", message), ...checkOf(match, fed.interval) };
    return [isShort ? found : { ...found, severity: "warning" }];
  });
}

/** The interval that the agent counts on, in s. */
function intervalIn({ checks, heartbeat }: Config, { check }: Match): number | undefined {
  const known = check === undefined ? heartbeat : checks.find(({ name }) => name === check.name);
  return known?.interval;
}

/** Monitors that something else reports to as well. */
function feeders(
  matches: readonly Match[],
  config: Config | undefined,
  {
    since,
    beatsOf,
    isScript,
  }: { readonly since: number; readonly isScript: boolean } & Pick<ComparedServer, "beatsOf">,
): readonly DoctorFinding[] {
  if (config === undefined) return [];
  const all = matches.map((match) => intervalIn(config, match)).filter((interval) => interval !== undefined);
  return matches.flatMap((match) => {
    const { fed } = match;
    const interval = intervalIn(config, match);
    if (fed === undefined || interval === undefined) return [];
    const reports = { host: config.host, period: reportPeriod(interval, all, isScript), since };
    const message = otherFeeder(beatsOf(fed.id), reports);
    return message === undefined ? [] : [{ ...aboutMonitor(fed, "fed-by-another", message), ...checkOf(match) }];
  });
}

/** The monitors of this host that nothing reports to any more. */
function orphans(
  facts: HostFacts,
  reporters: readonly Reporter[],
  monitors: readonly Monitor[],
): readonly DoctorFinding[] {
  const { host } = agentMarker(facts).fields;
  return monitors
    .filter(({ type, description }) => {
      const ofHost = parseMarkers(description).some(({ fields }) => fields.host === host);
      return type === "push" && ofHost && !reporters.some(({ marker }) => hasMarker(description, marker));
    })
    .map((monitor) => ({
      ...aboutMonitor(monitor, "orphan", `its check is not on ${facts.hostname} any more`),
      severity: "warning",
    }));
}

function aboutMonitor({ id, name }: Monitor, code: DoctorCode, message: string): DoctorFinding {
  return { code, severity: "problem", name, message, about: { kind: "monitor", id } };
}

function aboutHost({ hostname }: HostFacts, code: DoctorCode, message: string): DoctorFinding {
  return { code, severity: "problem", name: hostname, message, about: { kind: "host", id: null } };
}
