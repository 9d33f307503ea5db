import { agentStatusSchema, type AgentStatus } from "@kumakit/agent/config";
import { agentServiceState, type AgentServiceState } from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";

/** What is known of an agent without asking the server. */
export interface AgentReport {
  readonly service: AgentServiceState;
  /** What the agent says of itself; undefined when it says nothing, or nothing that can be read. */
  readonly status: AgentStatus | undefined;
  /** Whether the status was written by the process that runs now. */
  readonly isCurrent: boolean;
}

/** Looks at the service and at the agent's status file. */
export async function agentReport({ host, scope, paths }: AgentTarget): Promise<AgentReport> {
  const service = await agentServiceState(host, scope);
  const status = parseStatus(await host.readFile(paths.status));
  return { service, status, isCurrent: status !== undefined && service.pid !== 0 && status.pid === service.pid };
}

function parseStatus(content: Buffer | undefined): AgentStatus | undefined {
  if (content === undefined) return undefined;
  try {
    return agentStatusSchema.parse(JSON.parse(content.toString("utf8")));
  } catch {
    return undefined;
  }
}
