import type { Monitor } from "@kumakit/client";
import { installedOn, type HostFacts } from "@kumakit/installer";

import { agentReporter, checkReporter, type Reporter } from "../agent/reporter.ts";
import { agentMarker } from "../agent/check-marker.ts";
import type { FoundAgent } from "../agent/find-agent.ts";
import { hasMarker, parseMarkers } from "../marker/marker.ts";
import type { DoctorCode, DoctorFinding } from "./doctor-finding.ts";

/** The server that a host is compared with. */
export interface ComparedServer {
  /** Its URL. */
  readonly url: string;
  /** All that it has. */
  readonly monitors: readonly Monitor[];
}

/**
 * Says where an agent and a server disagree: checks whose monitor is gone, was given another token or has lost its
 * marker, intervals that differ, and monitors of this host whose check is gone. Only where the tokens and the config of the
 * agent could be read, which root alone may.
 */
export function compareHost(
  { facts, manifest }: FoundAgent,
  { url, monitors }: ComparedServer,
): readonly DoctorFinding[] {
  const reporters = [
    ...manifest.checks.map((check) => checkReporter(facts, check)),
    ...(manifest.heartbeat === undefined ? [] : [agentReporter(facts, manifest.heartbeat)]),
  ];
  const matches = reporters.map((reporter) => matchOf(reporter, monitors));
  const config = configOn(facts);
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
    ...matches.flatMap((match) => matchFindings(facts, match, config !== undefined)),
    ...intervalFindings(matches, config),
    ...orphans(facts, reporters, monitors),
  ];
}

interface Match {
  readonly reporter: Reporter;
  /** The monitors that carry its marker. */
  readonly own: readonly Monitor[];
  /** The one that its reports go to. */
  readonly fed: Monitor | undefined;
}

function matchOf(reporter: Reporter, monitors: readonly Monitor[]): Match {
  const own = monitors.filter(({ description }) => hasMarker(description, reporter.marker));
  const fed = monitors.find(({ type, pushToken }) => type === "push" && reporter.pushesWith(pushToken ?? ""));
  return { reporter, own, fed };
}

type Config = Extract<ReturnType<typeof installedOn>["config"], { kind: "valid" }>["config"];

function configOn(facts: HostFacts): Config | undefined {
  const { config } = installedOn(facts);
  return config.kind === "valid" ? config.config : undefined;
}

/** @param isReadable - whether the tokens of the host could be compared */
function matchFindings(facts: HostFacts, { reporter, own, fed }: Match, isReadable: boolean): readonly DoctorFinding[] {
  const { called } = reporter;
  const [first] = own;
  if (first === undefined && fed === undefined)
    return isReadable
      ? [aboutHost(facts, "no-monitor", `nothing on this server hears ${called}: its monitor is gone`)]
      : [];
  if (fed === undefined)
    return isReadable && first !== undefined
      ? [
          aboutMonitor(
            first,
            "other-token",
            `it has another push token than ${called} on ${facts.hostname} reports with`,
          ),
        ]
      : [];
  if (first === undefined)
    return [
      {
        ...aboutMonitor(
          fed,
          "marker-lost",
          `${called} on ${facts.hostname} reports to it, and its description no longer says so`,
        ),
        severity: "warning",
      },
    ];
  return [];
}

function intervalFindings(matches: readonly Match[], config: Config | undefined): readonly DoctorFinding[] {
  if (config === undefined) return [];
  return matches.flatMap(({ reporter: { marker }, fed }) => {
    const { check } = marker.fields;
    const known = check === undefined ? config.heartbeat : config.checks.find(({ name }) => name === check);
    if (fed === undefined || known === undefined || known.interval <= fed.interval) return [];
    const message = `its interval is ${fed.interval} s, and the agent counts on ${known.interval} s: it goes DOWN although all is well`;
    return [aboutMonitor(fed, "interval-differs", message)];
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
