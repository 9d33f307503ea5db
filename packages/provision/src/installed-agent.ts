// A light entry: an agent is looked at without the client.
export {
  examineHostRoad,
  localHost,
  readAgentLog,
  reportAgent,
  type AgentReport,
  type HostRoad,
  type LogLine,
  type RoadStep,
} from "@kumakit/installer";
export { effectiveConfig, testChecks } from "./agent/ask-agent.ts";
export { muteChecks, unmuteChecks, type MuteOptions, type MuteWish } from "./agent/mute-agent.ts";
export { isNewer } from "./agent/require-not-newer.ts";
export { onHosts, type HostResult } from "./agent/on-hosts.ts";
export { findAgent, type AgentSearch, type FoundAgent } from "./agent/find-agent.ts";
export { discover, type Discovery } from "./discover/discover-agent.ts";
