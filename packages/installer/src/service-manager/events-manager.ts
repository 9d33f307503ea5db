import { scriptPeriodSeconds } from "@kumakit/agent/script";
import type { AgentConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { HostFacts } from "../facts/host-facts.ts";
import { agentServiceName, dropInName } from "../install-paths.ts";
import { sha256Of } from "../sha256.ts";
import type { FileStep, HostStep, ServiceStep } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { beatTimerName, eventDropIn, eventUnits, wakerName } from "./event-units.ts";
import { unheededParts, type ServiceInput, type ServiceManager, type StartInput } from "./service-manager.ts";

/** systemd's events: nothing runs between two of them. */
export const eventsManager: ServiceManager = {
  name: "events of systemd",
  accounts: () => [],
  definition,
  start: startSteps,
  stop: () => [beatTimerName, wakerName, agentServiceName].map((unit) => ({ kind: "stop-service", unit })),
  forget: ({ state, memory }) => [
    ...[beatTimerName, wakerName, agentServiceName].map((unit) => ({ kind: "forget-service", unit }) as const),
    { kind: "remove-state", path: state },
    ...(memory === undefined ? [] : [{ kind: "remove-state", path: memory } as const]),
  ],
  warnings({ facts, config }) {
    if (hasOnSuccess(facts)) return [];
    return [
      `systemd ${facts.systemdVersion} on ${facts.label} does not say when a unit ends without a failure (249 does): such an end is reported up to ${scriptPeriodSeconds(config)} s later.`,
    ];
  },
};

/** The setting `OnSuccess=` came with this version. */
function hasOnSuccess({ systemdVersion }: HostFacts): boolean {
  return systemdVersion === null || systemdVersion >= 249;
}

/** The units whose events wake it, each once. */
function watchedUnits({ checks }: AgentConfig): readonly string[] {
  return [
    ...new Set(checks.flatMap((check) => (check.type === "systemd" && check.scope !== "user" ? [check.unit] : []))),
  ];
}

function definition({ facts, paths, config, command }: ServiceInput): readonly HostStep[] {
  const owner = hostOwnerOf(facts);
  const file = (path: string, text: string): FileStep => ({
    kind: "file",
    part: "unit",
    path,
    mode: "0644",
    owner,
    content: { from: "text", text, sha256: sha256Of(text) },
  });
  const units = [...eventUnits({ paths, command, config })];
  return [
    ...units.map(([name, text]) => file(posix.join(paths.unitFolder, name), text)),
    ...watchedUnits(config).flatMap((unit): readonly HostStep[] => {
      const path = posix.join(paths.unitFolder, `${unit}.d`);
      return [
        { kind: "folder", path, mode: "0755", owner, isOurs: false },
        file(posix.join(path, dropInName), eventDropIn(unit, hasOnSuccess(facts))),
      ];
    }),
  ];
}

function startSteps({ facts, paths, changedParts, lookAtOnce }: StartInput): readonly ServiceStep[] {
  const units = [wakerName, beatTimerName];
  const isActive = (unit: string): boolean => facts.wakers[unit]?.["ActiveState"] === "active";
  const isWell = (unit: string): boolean =>
    isActive(unit) &&
    facts.wakers[unit]?.["UnitFileState"] === "enabled" &&
    facts.wakers[unit]?.["NeedDaemonReload"] !== "yes";
  const hasChanged = [...changedParts].some((part) => !unheededParts.has(part));
  if (units.every(isWell) && !hasChanged && !lookAtOnce) return [];
  // The timer lets it look at once.
  return units.map((unit) => ({
    kind: "service",
    unit,
    how: isActive(unit) ? "restart" : "start",
    status: paths.status,
  }));
}
