import type { Host } from "../hosts/host.ts";
import { agentServiceName, type InstallScope } from "../install-paths.ts";
import { systemctl } from "./systemctl.ts";

/** What systemd says of the agent's service. */
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

/** Asks systemd for the agent's service; an unknown one is inactive and dead. */
export async function agentServiceState(host: Host, scope: InstallScope): Promise<AgentServiceState> {
  const names = ["ActiveState", "SubState", "UnitFileState", "MainPID", "NRestarts"] as const;
  const facts = await systemctl(host, scope).show(agentServiceName, names);
  return {
    activeState: facts.ActiveState,
    subState: facts.SubState,
    isEnabled: facts.UnitFileState === "enabled",
    pid: Number(facts.MainPID) || 0,
    restarts: Number(facts.NRestarts) || 0,
  };
}
