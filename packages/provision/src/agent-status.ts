// A light entry: an agent is looked at without the client.
export { reportAgent, type AgentReport } from "@kumakit/installer";
export { findAgent, type FoundAgent } from "./agent/find-agent.ts";
