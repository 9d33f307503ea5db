import { needsOf, type CheckNeed } from "@kumakit/agent/checks";
import { completeConfig, type AgentConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import { journalGroup } from "../install-paths.ts";
import { settingWord } from "./unit-quoting.ts";

/** One line of a unit file. */
export type UnitSetting = readonly [name: string, value: string];

/**
 * The limits of the service, as strict as its checks allow. A check of a unit only needs the bus and the network. A
 * command may look at homes, disks and other processes, so those stay visible to it, though never writable.
 *
 * @param canReadJournal - whether the host has the group that may read the journal
 */
export function sandboxOptions(config: AgentConfig, canReadJournal = false): readonly UnitSetting[] {
  const needs = new Set<CheckNeed>(completeConfig(config).checks.flatMap((check) => needsOf(check)));
  // A program may be anything: it gets what every other need would get.
  const forNeed = (need: CheckNeed, wide: string, strict: string): string =>
    needs.has(need) || needs.has("programs") ? wide : strict;
  return [
    ...journalOptions(needs, canReadJournal),
    ["NoNewPrivileges", "yes"],
    ["ProtectSystem", "strict"],
    // The folder is somebody else's and may be missing, which must not keep the agent from starting.
    ...(config.textfile === undefined
      ? []
      : [["ReadWritePaths", settingWord(`-${posix.dirname(config.textfile)}`)] as const]),
    ["ProtectHome", forNeed("homes", "read-only", "yes")],
    // A program's temporary files stay its own: only a check that names a path in /tmp has to see the host's.
    ["PrivateTmp", needs.has("sharedTmp") ? "no" : "yes"],
    ["PrivateDevices", forNeed("programs", "no", "yes")],
    ["PrivateUsers", needs.has("users") ? "no" : "yes"],
    ["PrivateIPC", "yes"],
    ["PrivateMounts", "yes"],
    ["ProtectHostname", "yes"],
    ["ProtectClock", "yes"],
    ["ProtectKernelTunables", "yes"],
    ["ProtectKernelModules", "yes"],
    ["ProtectKernelLogs", "yes"],
    ["ProtectControlGroups", "yes"],
    ["ProtectProc", forNeed("processes", "default", "invisible")],
    ["ProcSubset", forNeed("kernelFigures", "all", "pid")],
    ["RestrictNamespaces", "yes"],
    ["RestrictRealtime", "yes"],
    ["RestrictSUIDSGID", "yes"],
    ["LockPersonality", "yes"],
    ["RemoveIPC", "yes"],
    ["KeyringMode", "private"],
    ["CapabilityBoundingSet", ""],
    ["AmbientCapabilities", ""],
    // Commands such as check_icmp or ss speak netlink.
    ["RestrictAddressFamilies", `AF_UNIX AF_INET AF_INET6${forNeed("programs", " AF_NETLINK", "")}`],
    ["SystemCallArchitectures", "native"],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged @resources"],
    ["SystemCallErrorNumber", "EPERM"],
    // A command inherits this, and much that is run as a check (Node, Java, PHP) compiles while it runs.
    ["MemoryDenyWriteExecute", forNeed("programs", "no", "yes")],
    ["DevicePolicy", forNeed("programs", "auto", "closed")],
    ["MemoryMax", forNeed("programs", "512M", "192M")],
    ["TasksMax", forNeed("programs", "256", "32")],
  ];
}

/** systemd does not start a service with a group that the host does not have. */
function journalOptions(needs: ReadonlySet<CheckNeed>, canReadJournal: boolean): readonly UnitSetting[] {
  return needs.has("journal") && canReadJournal ? [["SupplementaryGroups", journalGroup]] : [];
}
