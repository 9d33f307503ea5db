// A light entry: an agent is looked at without the client.
export { localHost, reportAgent, type AgentReport } from "@kumakit/installer";
export { onHosts, type HostResult } from "./agent/on-hosts.ts";
export { findAgent, type FoundAgent } from "./agent/find-agent.ts";
