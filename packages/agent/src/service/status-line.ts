import type { AgentStatus } from "./agent-status.ts";

/** More names than this are counted only. */
const mostNames = 5;

/** The agent's status on one line, as `3 checks: 2 up, 1 down (nginx.service)`, for `systemctl status`. */
export function statusLine({ checks, lastReload }: AgentStatus): string {
  const states = (["up", "down", "pending", "unknown"] as const).map((status) => ({
    status,
    count: checks.filter((check) => check.status === status).length,
  }));
  const counts = states.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${status}`);
  const down = checks.filter(({ status }) => status === "down").map(({ name }) => name);
  const more = down.length > mostNames ? ", …" : "";
  const names = down.length === 0 ? "" : ` (${down.slice(0, mostNames).join(", ")}${more})`;
  const mutedCount = checks.filter(({ muted }) => muted !== undefined).length;
  const muted = mutedCount === 0 ? "" : `; ${mutedCount} muted`;
  const refused = lastReload?.ok === false ? "; the new config was refused, the old one is in force" : "";
  return `${checks.length} ${checks.length === 1 ? "check" : "checks"}: ${counts.join(", ")}${names}${muted}${refused}`;
}
