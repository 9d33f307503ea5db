import { agentServiceName } from "../install-paths.ts";
import type { HostFacts } from "./host-facts.ts";

/** The properties of a unit of the agent, by the names of systemd: of its service, or of one that wakes it. */
export function agentUnitState({ service, wakers }: HostFacts, unit: string): Readonly<Record<string, string>> {
  return unit === agentServiceName ? service : (wakers[unit] ?? {});
}
