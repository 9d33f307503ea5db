import { reportAgent, type AgentReport } from "@kumakit/installer";

import type { AgentTarget } from "./agent-target.ts";

export type { AgentReport } from "@kumakit/installer";

/** Looks at the service and at the agent's status file. */
export async function agentReport({ host, facts }: AgentTarget): Promise<AgentReport> {
  return await reportAgent(host, facts);
}
