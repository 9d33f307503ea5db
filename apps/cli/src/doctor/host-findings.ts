import type { AgentReport } from "@kumakit/provision/installed-agent";

import { agentTrouble, checksDown, pushTrouble } from "../agents/describe-status.ts";
import { VERSION } from "../version.ts";
import type { ShownFinding } from "./doctor-report.ts";

/**
 * Says what an agent's own report shows.
 *
 * @param host - its label
 * @param at - the flags that name the host for another command; empty for this one
 */
export function reportFindings(report: AgentReport, host: string, at: string): readonly ShownFinding[] {
  const found: Omit<ShownFinding, "name" | "id" | "mended">[] = [];
  const trouble = agentTrouble(report, new Date());
  const unheard = pushTrouble(report);
  const { status, runtime } = report;
  if (trouble !== undefined)
    found.push({
      code: "agent-not-well",
      severity: "problem",
      message: withoutStop(trouble),
      cure: `kuma agent logs${at}`,
    });
  if (trouble === undefined && unheard !== undefined) {
    const message = `the server does not hear of ${unheard.units.join(", ")}: ${withoutStop(unheard.why)}`;
    found.push({ code: "not-heard", severity: "problem", message, cure: `kuma agent status${at}` });
  }
  const down = trouble === undefined ? checksDown(report) : undefined;
  if (down !== undefined)
    found.push({
      code: "check-down",
      severity: "warning",
      message: `${down.join(", ")} ${down.length === 1 ? "is" : "are"} DOWN: it cannot alert for anything else`,
      cure: `kuma agent status${at}`,
    });
  if (runtime !== "sh" && status !== undefined && status.version !== VERSION)
    found.push({
      code: "other-version",
      severity: "warning",
      message: `the agent is ${status.version}, and this kuma ${VERSION}`,
      cure: `kuma agent update${at}`,
    });
  return found.map((one) => ({ ...one, name: host, id: null, mended: false }));
}

function withoutStop(text: string): string {
  return text
    .replace(/\.$/, "")
    .replace(/^The agent/, "the agent")
    .replace(/^Nothing/, "nothing");
}
