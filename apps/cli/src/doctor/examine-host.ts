import type { ComparedServer, DoctorFinding, Host } from "@kumakit/provision";
import {
  examineHostRoad,
  findAgent,
  localHost,
  reportAgent,
  type AgentReport,
  type AgentSearch,
  type HostRoad,
} from "@kumakit/provision/installed-agent";
import { readableShellWord } from "@kumakit/text";

import { pushTrouble } from "../agents/describe-status.ts";
import type { Failure } from "../failure/failure.ts";
import { shownFinding, type ShownFinding } from "./doctor-report.ts";
import { reportFindings } from "./host-findings.ts";
import { hostRoadFindings } from "./host-road.ts";

/** An agent that was looked at. */
export interface ExaminedHost {
  readonly host: string;
  /** Of its agent; null for a script, or when it does not say it. */
  readonly version: string | null;
  /** How many checks it has; null when it could not be asked. */
  readonly checks: number | null;
  /** How it gets to the server; undefined where that was not looked at. */
  readonly road?: HostRoad | undefined;
  readonly findings: readonly ShownFinding[];
}

/** The agent to look at. */
export interface HostQuestion extends Pick<AgentSearch, "host" | "signal"> {
  readonly ofUser: boolean;
  /** The server that it is compared with; undefined when nobody could log in. */
  readonly known: ComparedServer | undefined;
  /** The server's URL; undefined when none is in use. */
  readonly url: string | undefined;
}

/** Looks at the agent of a host, and compares it with the server; undefined when none is installed there. */
export async function examineHost({
  ofUser,
  known,
  url,
  host = localHost(),
  signal,
}: HostQuestion): Promise<ExaminedHost | undefined> {
  const stop = signal === undefined ? {} : { signal };
  const agent = await findAgent({ host, scope: ofUser ? "user" : undefined, ...stop });
  if (agent === undefined) return host.isRemote === true ? await withoutAgent(host, url, signal) : undefined;
  const [report, road] = await Promise.all([reportAgent(host, agent.facts, stop), roadOf(host, url, signal)]);
  const { compareHost } = await import("../provision-work.ts");
  const differences = known === undefined ? [] : compareHost(agent, known, report);
  const isHere = host.label === localHost().label;
  const at = isHere ? "" : ` --host ${readableShellWord(host.label)}`;
  const called = isHere ? agent.facts.hostname : host.label;
  return {
    host: called,
    version: versionIn(report),
    checks: agent.manifest.checks.length,
    road,
    findings: [
      ...(reports(report) ? [] : roadFindings(road, called, url)),
      ...reportFindings(report, called, at),
      ...differences.map((found) => shownFinding(nameHost(found, called))),
    ],
  };
}

/** The agent may go there in another way, with an authority or a proxy of its config: what it reports counts. */
function reports(report: AgentReport): boolean {
  return report.status !== undefined && pushTrouble(report) === undefined;
}

/** Its version; a script says none. */
function versionIn({ runtime, status }: AgentReport): string | null {
  return runtime === "sh" ? null : (status?.version ?? null);
}

async function withoutAgent(host: Host, url: string | undefined, signal?: AbortSignal): Promise<ExaminedHost> {
  const road = await roadOf(host, url, signal);
  const { findings, ...rest } = failedHost(host.label);
  return { ...rest, road, findings: [...findings, ...roadFindings(road, host.label, url)] };
}

async function roadOf(
  host: Host,
  url: string | undefined,
  signal: AbortSignal | undefined,
): Promise<HostRoad | undefined> {
  return url === undefined ? undefined : await examineHostRoad(host, url, signal);
}

function roadFindings(road: HostRoad | undefined, called: string, url = ""): readonly ShownFinding[] {
  return road === undefined ? [] : hostRoadFindings(road, called, url);
}

function nameHost(found: DoctorFinding, called: string): DoctorFinding {
  return found.about.kind === "host" ? { ...found, name: called } : found;
}

/** A host that could not be looked at, or has no agent. */
export function failedHost(host: string, failure?: Pick<Failure, "message" | "hint">): ExaminedHost {
  const message = failure?.message.replace(/\.$/, "") ?? "no agent is installed there";
  const cure =
    failure === undefined
      ? `kuma agent install UNIT --host ${readableShellWord(host)}`
      : (failure.hint ?? `ssh ${readableShellWord(host)}`);
  const code = failure === undefined ? "no-agent" : "host-not-asked";
  const found: ShownFinding = { code, severity: "problem", name: host, id: null, message, cure, mended: false };
  return { host, version: null, checks: null, findings: [found] };
}
