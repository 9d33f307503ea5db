import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";

import type { Host } from "../hosts/host.ts";
import { reportProgram } from "../scripts/programs.ts";
import type { HostFacts } from "./host-facts.ts";
import { linesOf, splitFacts } from "./raw-facts.ts";
import { parseProperties } from "./parse-units.ts";
import { pathsOf } from "../install-paths.ts";

/** The state of the agent's service, from systemd. */
export interface AgentServiceState {
  /** Such as `active`, `activating`, `failed`, `inactive`. */
  readonly activeState: string;
  /** Such as `running`, `auto-restart`, `dead`. */
  readonly subState: string;
  /** Whether it starts with the system, or with the person's session. */
  readonly isEnabled: boolean;
  /** 0 when it does not run. */
  readonly pid: number;
  /** How often systemd has restarted it by itself since somebody started it. */
  readonly restarts: number;
}

/** How an agent is, without asking the server. */
export interface AgentReport {
  /** An unknown service is inactive and dead. */
  readonly service: AgentServiceState;
  /** What the agent says of itself; undefined when it says nothing, or nothing that can be read. */
  readonly status: AgentStatus | undefined;
  /** Why there is no status, when something else than a plain file lies in its place. */
  readonly statusProblem?: string;
  /** Whether the status was written by the process that runs now. */
  readonly isCurrent: boolean;
  /** The last lines that it logged, oldest first; the agent masks secrets in its log. */
  readonly log: readonly string[];
}

/** Which lines of the log are wanted. */
export interface LogRequest {
  /** None that was logged before. */
  readonly since: Date;
  /** At most so many. */
  readonly lines: number;
}

/** The questions to a host: the log only with both of its fields. */
export interface ReportRequest extends Partial<LogRequest> {
  /** Gives up at once; the call throws an AbortError then. */
  readonly signal?: AbortSignal;
}

/** How long a report may take, in ms. */
const patience = 20_000;

/**
 * Asks a host how its agent is.
 *
 * @param facts - whose agent it is, and where; of any survey of the host
 */
export async function reportAgent(host: Host, facts: HostFacts, request: ReportRequest = {}): Promise<AgentReport> {
  const { since, lines, signal } = request;
  const wanted =
    since === undefined || lines === undefined ? [] : [String(lines), String(Math.floor(since.getTime() / 1000))];
  const args = [facts.scope, pathsOf(facts).status, ...wanted];
  const abort = signal === undefined ? {} : { signal };
  const { output } = await host.runScript({ program: reportProgram, args, timeout: patience, ...abort });
  signal?.throwIfAborted();
  const raw = splitFacts(output) ?? [];
  const service = serviceState(parseProperties(linesOf(raw, "service").slice(1)));
  const status = parseStatus(linesOf(raw, "status")[0]);
  const isCurrent = status !== undefined && service.pid !== 0 && status.pid === service.pid;
  const [file, problem] = linesOf(raw, "no-status");
  const statusProblem = problem === undefined ? {} : { statusProblem: `${file ?? ""}: ${problem}` };
  return {
    service,
    status,
    ...statusProblem,
    isCurrent,
    log: linesOf(raw, "log").filter((line) => line.trim() !== ""),
  };
}

/** The state of a service, from systemd's properties. */
function serviceState(properties: Readonly<Record<string, string>>): AgentServiceState {
  return {
    activeState: properties["ActiveState"] ?? "inactive",
    subState: properties["SubState"] ?? "dead",
    isEnabled: properties["UnitFileState"] === "enabled",
    pid: Number(properties["MainPID"]) || 0,
    restarts: Number(properties["NRestarts"]) || 0,
  };
}

/** A status file that came in base64; undefined when it cannot be read. */
export function parseStatus(encoded: string | undefined): AgentStatus | undefined {
  if (encoded === undefined) return undefined;
  try {
    return agentStatusSchema.parse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  } catch {
    return undefined;
  }
}
