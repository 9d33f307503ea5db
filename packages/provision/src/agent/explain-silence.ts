import type { CheckStatus } from "@kumakit/agent/config";
import { reportAgent, type AgentReport } from "@kumakit/installer";

import { ProvisionError, type FailureCode } from "../errors/provision-error.ts";
import type { KnownHost } from "./find-agent.ts";

/** The install that waits for it. */
export interface Awaiting {
  /** When it began. */
  readonly since: Date;
  /** The server's URL. */
  readonly server: string;
  /**
   * Whether that is the second server of the agent.
   * @defaultValue false
   */
  readonly isSecond?: boolean | undefined;
}

/** A check whose first heartbeat did not come. */
export interface SilentCheck {
  readonly checkName: string;
  /** How people call it: the monitor's name, or the unit. */
  readonly called: string;
}

/** Says why the first heartbeat of a check did not come, naming the layer that failed: agent, network or server. */
export async function explainSilence(
  target: KnownHost,
  { checkName, called }: SilentCheck,
  { since, server, isSecond = false }: Awaiting,
): Promise<ProvisionError> {
  const report = await reportAgent(target.host, target.facts);
  if (hasDied(report)) return await agentDied(target, since);
  const check = report.isCurrent ? reported(report).find(({ name }) => name === checkName) : undefined;
  const push = check && lastPush(check, isSecond);
  const start = `No heartbeat of ${JSON.stringify(called)} reached ${server}`;
  if (check !== undefined && push === undefined && check.lastResultAt !== null) {
    const text = `${start}: the agent cannot tell yet how it is. ${check.message}`;
    return failure("KUMA_AGENT_SILENT", text, "see to what it says, and try again");
  }
  if (push === undefined) {
    const tail = await journal(target, since);
    return failure("KUMA_AGENT_SILENT", `${start}: the agent runs, but has not pushed yet.${tail}`, null);
  }
  if (push.ok) {
    const text = `${start}, although something there accepted it: is another server behind that address, seen from this host?`;
    return failure("KUMA_AGENT_UNSEEN", text, "compare what the name resolves to here and where you log in from");
  }
  return failure(
    "KUMA_AGENT_PUSH_FAILED",
    `${start} from this host: ${push.error ?? "the push failed"}`,
    `see whether this host can reach ${server}: a firewall, a name that resolves elsewhere, or a proxy may be in between`,
  );
}

function lastPush(check: CheckStatus, isSecond: boolean): NonNullable<CheckStatus["lastPush"]> | undefined {
  return (isSecond ? check.secondLastPush : check.lastPush) ?? undefined;
}

function reported({ status }: AgentReport): readonly CheckStatus[] {
  if (status === undefined) return [];
  return status.heartbeat === undefined ? status.checks : [...status.checks, status.heartbeat];
}

/** Whether the agent does not run, or systemd had to start it again. */
export function hasDied({ service }: AgentReport): boolean {
  const runs = service.activeState === "active" || service.activeState === "reloading";
  return !runs || service.restarts > 0;
}

/** The failure of an agent that does not keep running, with what it said last. */
export async function agentDied(target: KnownHost, since: Date): Promise<ProvisionError> {
  const message = `The agent was started, but it does not keep running.${await journal(target, since)}`;
  return new ProvisionError({ code: "KUMA_AGENT_DIED", message, hint: null });
}

async function journal({ host, facts }: KnownHost, since: Date): Promise<string> {
  const { log } = await reportAgent(host, facts, { since, lines: 8 });
  return log.length === 0 ? "" : ` It said:\n${log.map((line) => `  ${line}`).join("\n")}`;
}

function failure(code: FailureCode, message: string, hint: string | null): ProvisionError {
  return new ProvisionError({ code, message, hint });
}
