import type { AgentReport, HostResult } from "@kumakit/provision/installed-agent";
import { printable } from "@kumakit/text";

/** The line that says which agent runs where; empty when all have one version, or say none. */
export function describeVersions(results: readonly HostResult<{ readonly report: AgentReport }>[]): string {
  const hosts = new Map<string, string[]>();
  for (const result of results) {
    if (!result.ok) continue;
    const { runtime, status } = result.outcome.report;
    const version = runtime === "sh" ? "shell script" : status?.version;
    if (version !== undefined) hosts.set(version, [...(hosts.get(version) ?? []), result.host]);
  }
  if (hosts.size < 2) return "";
  const parts = [...hosts].map(([version, names]) => `${printable(version)} on ${names.join(", ")}`);
  return `Versions: ${parts.join("; ")}.`;
}
