// A light entry: an agent is looked at without the client.
export { agentReport, type AgentReport } from "./agent/agent-report.ts";
export { findInstalledTarget, type InstalledTarget } from "./agent/find-installed-target.ts";
