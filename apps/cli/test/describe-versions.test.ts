import type { AgentReport, HostResult } from "@kumakit/provision/installed-agent";
import { expect, test } from "vitest";

import { describeVersions } from "../src/agents/describe-versions.ts";

function on(host: string, runtime: AgentReport["runtime"], version?: string): HostResult<{ report: AgentReport }> {
  const report = { runtime, status: version === undefined ? undefined : { version, checks: [] } };
  return { host, ok: true, outcome: { report: report as unknown as AgentReport } };
}

test("the versions of hosts are said where they differ, with the hosts of each", () => {
  const all = [on("a", "node", "1.0.0"), on("b", "node", "1.1.0"), on("c", "node", "1.0.0"), on("d", "sh", "sh")];
  expect(describeVersions(all)).toBe("Versions: 1.0.0 on a, c; 1.1.0 on b; shell script on d.");
  expect(describeVersions([on("a", "node", "1.0.0"), on("b", "node"), { host: "c", ok: false, error: "" }])).toBe("");
});
