import type { AgentConfig } from "@kumakit/agent/config";

/** A config with one unit, and with a command when asked for. */
export function exampleConfig(also?: "command"): AgentConfig {
  const unit = {
    type: "systemd",
    name: "nginx.service",
    unit: "nginx.service",
    interval: 60,
    tokenFile: "tokens/nginx.service",
  } as const;
  const command: AgentConfig["checks"][number] = {
    type: "command",
    name: "backup",
    command: ["/usr/local/bin/check-backup"],
    interval: 60,
    tokenFile: "tokens/backup",
  };
  return {
    version: 1,
    server: { url: "http://kuma.example:3001" },
    host: "tk-app3",
    checks: also === undefined ? [unit] : [unit, command],
  };
}
