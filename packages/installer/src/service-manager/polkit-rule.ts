import type { CheckConfig } from "@kumakit/agent/config";

import { agentUserName } from "../install-paths.ts";

/** The units of the host that the agent may restart by its checks, each once, sorted. */
export function restartedUnits(checks: readonly CheckConfig[]): readonly string[] {
  const units = checks.flatMap((check) =>
    check.type === "systemd" && check.restart !== undefined && check.scope !== "user" ? [check.unit] : [],
  );
  return [...new Set(units)].toSorted();
}

/**
 * The rule by which polkit lets the agent restart these units, and do nothing else.
 *
 * @param units - their full names
 */
export function polkitRule(units: readonly string[]): string {
  return `// Written by kuma agent install: the agent may restart the units whose checks say "restart", and nothing else.
polkit.addRule(function (action, subject) {
  if (action.id !== "org.freedesktop.systemd1.manage-units" || subject.user !== ${JSON.stringify(agentUserName)}) return;
  var units = ${JSON.stringify(units)};
  // A unit that has hit its start limit has to be forgiven before it is started.
  var verbs = ["restart", "reset-failed"];
  if (units.indexOf(action.lookup("unit")) === -1 || verbs.indexOf(action.lookup("verb")) === -1) return;
  return polkit.Result.YES;
});
`;
}
