import type { AgentConfig } from "@kumakit/agent/config";
import { formatPushScript } from "@kumakit/agent/script";
import { posix } from "node:path";

import { drillTokenFile } from "../config/check-names.ts";
import { holdsSecrets } from "../config/holds-secrets.ts";
import { agentUnitState } from "../facts/agent-unit-state.ts";
import type { HostFacts } from "../facts/host-facts.ts";
import { agentUserName, drillFolderName, drillServiceName, drillTimerName, pathsOf } from "../install-paths.ts";
import type { InstalledDrill } from "../installed/manifest.ts";
import { alertDrillBody } from "../scripts/programs.ts";
import { nothingWatched } from "../service-manager/packaged-service.ts";
import { sandboxOptions } from "../service-manager/sandbox-options.ts";
import { sha256Of } from "../sha256.ts";
import type { FileStep, HostStep, RemoveStep, StepContent } from "../steps/host-plan.ts";
import { configAccess, hostOwnerOf } from "../steps/owners.ts";

/** Stands in a plan for a script that holds secrets of the config. */
const secretScript = "drill";

const head = `#!/bin/sh
# Drills the alerts of this host. Written by kuma drill schedule; changes are lost with the next install.
# shellcheck disable=SC2016,SC2154 # texts other than shell; the part that pushes can do more than is asked of it here
`;

/** The seconds between two drills: whole weeks, so that each is on a Monday. */
const period: Readonly<Record<InstalledDrill["every"], number>> = { weekly: 7 * 86_400, monthly: 28 * 86_400 };

/** The drills of a host, and all that its agent is to do. */
export interface DrillInput {
  readonly facts: HostFacts;
  readonly config: AgentConfig;
  readonly drill: InstalledDrill;
}

/** The files of drills; with cron a line of the agent's own entry starts the script. */
export function drillFiles(input: DrillInput): readonly HostStep[] {
  const { facts } = input;
  const { drill: path, drillState, unitFolder } = pathsOf(facts);
  const { owner, folder: mode } = configAccess(facts);
  const unit = (name: string, text: string): FileStep => ({
    kind: "file",
    part: "drill",
    path: posix.join(unitFolder, name),
    mode: "0644",
    owner: hostOwnerOf(facts),
    content: textContent(text),
  });
  const content: StepContent = holdsSecrets(input.config)
    ? { from: "secret", ref: secretScript }
    : textContent(scriptOf(input));
  const account = { user: agentUserName, group: agentUserName };
  return [
    // systemd makes its folder by itself.
    ...(facts.has.systemd
      ? []
      : [{ kind: "folder", path: drillState, mode: "0700", owner: account, isOurs: true } as const]),
    { kind: "file", part: "drill", path, mode, owner, content },
    ...(facts.has.systemd ? [unit(drillServiceName, serviceText(path)), unit(drillTimerName, timerText)] : []),
  ];
}

/** The secret texts that {@link drillFiles} name. */
export function drillSecrets(input: DrillInput): readonly (readonly [ref: string, text: string])[] {
  return holdsSecrets(input.config) ? [[secretScript, scriptOf(input)]] : [];
}

/** Has the timer run; none when it does already. */
export function drillStart(facts: HostFacts, hasChanged: boolean): readonly HostStep[] {
  if (!facts.has.systemd) return [];
  const { ActiveState, UnitFileState } = agentUnitState(facts, drillTimerName);
  const isActive = ActiveState === "active";
  if (isActive && UnitFileState === "enabled" && !hasChanged) return [];
  const how = isActive ? "restart" : "start";
  return [{ kind: "service", unit: drillTimerName, how, status: pathsOf(facts).status }];
}

/** The end of drills, as far as there are any. */
interface DrillEnd {
  readonly stop: readonly HostStep[];
  readonly removed: readonly RemoveStep[];
  /** The last of it, once the files are gone. */
  readonly forget: readonly HostStep[];
}

/** Ends drills and takes all of them away, where that is wanted. */
export function drillEnd(facts: HostFacts, isWanted = true): DrillEnd {
  if (!isWanted) return { stop: [], removed: [], forget: [] };
  const { drill, drillState, unitFolder, configFolder } = pathsOf(facts);
  const units = [drillTimerName, drillServiceName];
  const files = [...units.map((name) => posix.join(unitFolder, name)), drill, posix.join(configFolder, drillTokenFile)];
  return {
    stop: units.map((unit) => ({ kind: "stop-service", unit })),
    removed: [
      ...files.map((path) => ({ kind: "remove-file", path }) as const),
      // The state goes right after that: the manifest forgets the folder by this step.
      ...(facts.has.systemd ? [] : [{ kind: "remove-folder", path: drillState } as const]),
    ],
    forget: [
      ...units.map((unit) => ({ kind: "forget-service", unit }) as const),
      { kind: "remove-state", path: drillState },
    ],
  };
}

function scriptOf({ facts, config, drill }: DrillInput): string {
  return drillScript(config, { folder: pathsOf(facts).configFolder, drill });
}

/**
 * The shell script that drills the alerts; it remembers in the folder that `STATE_DIRECTORY` names.
 *
 * @param config - whose server it pushes to
 * @param options - the folder of the config, absolute, with the token in `tokens/~drill`, and what it does
 */
export function drillScript(
  config: AgentConfig,
  { folder, drill: { every, monitorId } }: { readonly folder: string; readonly drill: InstalledDrill },
): string {
  const settings = { monitor: monitorId, every: period[every] };
  return formatPushScript(config, { head, settings, body: alertDrillBody, folder });
}

function textContent(text: string): StepContent {
  return { from: "text", text, sha256: sha256Of(text) };
}

const origin = "# Written by kuma drill schedule, and removed by kuma drill cancel.";

function serviceText(script: string): string {
  return [
    origin,
    "[Unit]",
    "Description=Uptime Kuma push agent, a drill of the alerts",
    "Wants=network-online.target",
    "After=network-online.target",
    "[Service]",
    "Type=oneshot",
    `ExecStart=${script}`,
    // A server answers a change once everybody was alerted.
    "TimeoutStartSec=30min",
    `User=${agentUserName}`,
    `Group=${agentUserName}`,
    `StateDirectory=${drillFolderName}`,
    "StateDirectoryMode=0700",
    "UMask=0077",
    ...sandboxOptions(nothingWatched).map((setting) => setting.join("=")),
    "",
  ].join("\n");
}

/** The script itself knows what is due, so that no hour which was missed has to be remembered: that would leave a file. */
const timerText = [
  origin,
  "[Unit]",
  "Description=Uptime Kuma push agent, the time of drills",
  "[Timer]",
  "OnActiveSec=0s",
  "OnCalendar=hourly",
  "AccuracySec=1min",
  "[Install]",
  "WantedBy=timers.target",
  "",
].join("\n");
