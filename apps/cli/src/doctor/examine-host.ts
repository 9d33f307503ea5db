import type { ComparedServer, DoctorFinding } from "@kumakit/provision";
import { findAgent, localHost, reportAgent, type AgentSearch } from "@kumakit/provision/installed-agent";
import { readableShellWord } from "@kumakit/text";

import type { Failure } from "../failure/failure.ts";
import { shownFinding, type ShownFinding } from "./doctor-report.ts";
import { reportFindings } from "./host-findings.ts";

/** An agent that was looked at. */
export interface ExaminedHost {
  readonly host: string;
  /** Of its agent; null for a script, or when it does not say it. */
  readonly version: string | null;
  /** How many checks it has; null when it could not be asked. */
  readonly checks: number | null;
  readonly findings: readonly ShownFinding[];
}

/** The agent to look at. */
interface HostQuestion extends Pick<AgentSearch, "host" | "signal"> {
  readonly ofUser: boolean;
  /** The server that it is compared with; undefined when nobody could log in. */
  readonly known: ComparedServer | undefined;
}

/** Looks at the agent of a host, and compares it with the server; undefined when none is installed there. */
export async function examineHost({
  ofUser,
  known,
  host = localHost(),
  signal,
}: HostQuestion): Promise<ExaminedHost | undefined> {
  const stop = signal === undefined ? {} : { signal };
  const agent = await findAgent({ host, scope: ofUser ? "user" : undefined, ...stop });
  if (agent === undefined) return undefined;
  const report = await reportAgent(host, agent.facts, stop);
  const { compareHost } = await import("../provision-work.ts");
  const differences = known === undefined ? [] : compareHost(agent, known, report);
  const isHere = host.label === localHost().label;
  const at = isHere ? "" : ` --host ${readableShellWord(host.label)}`;
  const called = isHere ? agent.facts.hostname : host.label;
  return {
    host: called,
    version: report.runtime === "sh" ? null : (report.status?.version ?? null),
    checks: agent.manifest.checks.length,
    findings: [
      ...reportFindings(report, called, at),
      ...differences.map((found) => shownFinding(nameHost(found, called))),
    ],
  };
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
