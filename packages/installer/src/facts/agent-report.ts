import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";

import type { Host } from "../hosts/host.ts";
import { reportProgram } from "../scripts/programs.ts";
import type { HostFacts } from "./host-facts.ts";
import { linesOf, splitFacts, type RawFact } from "./raw-facts.ts";
import type { RuntimeName } from "../runtime/runtime-name.ts";
import { parseBlocks, parseProperties } from "./parse-units.ts";
import { pathsOf } from "../install-paths.ts";

/** The state of the agent's service, from systemd, or of the cron that wakes it. */
export interface AgentServiceState {
  /** The one that starts the agent. */
  readonly manager: "systemd" | "cron";
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
  /** `node` is a process; of `sh` the service stands for what wakes the script, and has no process. */
  readonly runtime: RuntimeName;
  /** An unknown service is inactive and dead. */
  readonly service: AgentServiceState;
  /** What the agent says of itself; undefined when it says nothing, or nothing that can be read. */
  readonly status: AgentStatus | undefined;
  /** Why there is no status, when something else than a plain file lies in its place. */
  readonly statusProblem?: string;
  /** Whether the status was written by the process that runs now. */
  readonly isCurrent: boolean;
  /** The host's wall clock at that time, in ms with the accuracy of a second; absent when the host does not say it. */
  readonly clock?: number;
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
  /**
   * Waits on the host until so many checks have pushed since the agent's process began, whatever came of it: 5 s at most,
   * and not for a script.
   * @defaultValue 0
   */
  readonly awaitedPushes?: number;
}

/** How long a report may take, in ms. */
const patience = 20_000;

/**
 * Asks a host how its agent is.
 *
 * @param facts - whose agent it is, and where; of any survey of the host
 */
export async function reportAgent(host: Host, facts: HostFacts, request: ReportRequest = {}): Promise<AgentReport> {
  const { since, lines, signal, awaitedPushes = 0 } = request;
  const wanted =
    since === undefined || lines === undefined ? [] : [String(lines), String(Math.floor(since.getTime() / 1000))];
  const args = [facts.scope, pathsOf(facts).status, String(awaitedPushes), ...wanted];
  const abort = signal === undefined ? {} : { signal };
  const { output } = await host.runScript({ program: reportProgram, args, timeout: patience, ...abort });
  signal?.throwIfAborted();
  const raw = splitFacts(output) ?? [];
  const service = serviceIn(raw);
  const status = parseStatus(linesOf(raw, "status")[0]);
  const [file, problem] = linesOf(raw, "no-status");
  const statusProblem = problem === undefined ? {} : { statusProblem: `${file ?? ""}: ${problem}` };
  const seconds = Number.parseInt(linesOf(raw, "clock")[0] ?? "", 10);
  return {
    ...service,
    ...(Number.isNaN(seconds) ? {} : { clock: seconds * 1000 }),
    status,
    ...statusProblem,
    isCurrent: isCurrent(service, status),
    log: linesOf(raw, "log").filter((line) => line.trim() !== ""),
  };
}

/** The service of the agent's process, or what stands for it: of the units that wake a script, the first that does not. */
function serviceIn(raw: readonly RawFact[]): Pick<AgentReport, "runtime" | "service"> {
  const units = Object.values(parseBlocks(linesOf(raw, "wakers").slice(1)));
  const wakers = units.filter(({ LoadState }) => LoadState === "loaded");
  const [waker] = [...wakers.filter(isIdle), ...wakers];
  if (waker !== undefined) return { runtime: "sh", service: serviceState(waker) };
  return { runtime: "node", service: serviceState(parseProperties(linesOf(raw, "service").slice(1))) };
}

/** A script has no process, and says so. */
function isCurrent({ runtime, service }: ReturnType<typeof serviceIn>, status: AgentStatus | undefined): boolean {
  return status?.pid === service.pid && (service.pid !== 0 || runtime === "sh");
}

/** Whether it wakes nothing. */
function isIdle({ ActiveState }: Readonly<Record<string, string>>): boolean {
  return ActiveState !== "active";
}

/** The state of a service, from systemd's properties; of a cron the survey gives it in the same form. */
function serviceState(properties: Readonly<Record<string, string>>): AgentServiceState {
  return {
    manager: properties["Id"] === "cron" ? "cron" : "systemd",
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
