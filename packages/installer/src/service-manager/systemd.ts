import type { FileStep, HostStep, ServiceStep } from "../steps/host-plan.ts";
import { agentServiceName, journalGroup, polkitRulesFile } from "../install-paths.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { polkitRule, restartedUnits } from "./polkit-rule.ts";
import { sha256Of } from "../sha256.ts";
import { agentUnit } from "./systemd-unit.ts";
import { unheededParts, type ServiceInput, type ServiceManager, type StartInput } from "./service-manager.ts";

/** Parts that the running agent reads again when it reloads, or that others read. */
const reloadedParts: ReadonlySet<FileStep["part"]> = new Set(["manifest", "command", "config", "token", "polkit"]);

/** systemd: one hardened service, of the host or of a person. */
export const systemdManager: ServiceManager = {
  name: "systemd",
  accounts: ({ scope, account }) => (scope === "user" ? [{ kind: "linger", user: account.user }] : []),
  definition: (input) => [unitFile(input), ...polkitSteps(input)],
  start: startSteps,
  stop: () => [{ kind: "stop-service", unit: agentServiceName }],
  forget: ({ memory }) => [
    { kind: "forget-service", unit: agentServiceName },
    ...(memory === undefined ? [] : [{ kind: "remove-state", path: memory } as const]),
  ],
  warnings({ facts, config }) {
    const units = restartedUnits(config.checks);
    if (facts.scope === "user" || units.length === 0 || facts.has.polkitRules) return [];
    return [
      `The agent cannot restart ${units.join(", ")}: ${facts.label} has no polkit that reads rules. Install it (polkitd) and run this again.`,
    ];
  },
};

function unitFile({ facts, paths, config, command }: ServiceInput): FileStep {
  const canNotify = facts.has.systemdNotify;
  const canReadJournal = facts.groups[journalGroup] !== undefined;
  const text = agentUnit({ paths, config, command, canNotify, canReadJournal });
  return {
    kind: "file",
    part: "unit",
    path: paths.unit,
    mode: "0644",
    owner: hostOwnerOf(facts),
    content: { from: "text", text, sha256: sha256Of(text) },
  };
}

/** The permission to restart units; taken back when no check restarts one any more. */
export function polkitSteps({ facts, config }: ServiceInput): readonly HostStep[] {
  if (facts.scope === "user" || !facts.has.polkitRules) return [];
  const units = restartedUnits(config.checks);
  if (units.length === 0) return [{ kind: "remove-file", path: polkitRulesFile }];
  const text = polkitRule(units);
  const content = { from: "text", text, sha256: sha256Of(text) } as const;
  const owner = hostOwnerOf(facts);
  return [{ kind: "file", part: "polkit", path: polkitRulesFile, mode: "0644", owner, content }];
}

function startSteps({ facts, paths, changedParts, lookAtOnce }: StartInput): readonly ServiceStep[] {
  const { service } = facts;
  const isActive = service["ActiveState"] === "active" || service["ActiveState"] === "reloading";
  const isEnabled = service["UnitFileState"] === "enabled";
  const changed = [...changedParts].filter((part) => !unheededParts.has(part));
  if (isActive && isEnabled && service["NeedDaemonReload"] !== "yes" && changed.length === 0 && !lookAtOnce) return [];
  const canReload = service["CanReload"] === "yes" && changed.every((part) => reloadedParts.has(part));
  const how = canReload ? "reload" : "restart";
  return [{ kind: "service", unit: agentServiceName, how: isActive ? how : "start", status: paths.status }];
}
