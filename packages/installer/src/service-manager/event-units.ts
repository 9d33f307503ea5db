import { scriptPeriodSeconds } from "@kumakit/agent/script";
import type { AgentConfig } from "@kumakit/agent/config";
import { posix } from "node:path";

import { agentServiceName, agentUserName, memoryFolderName, type InstallPaths } from "../install-paths.ts";
import { sha256Of } from "../sha256.ts";
import { sandboxOptions, type UnitSetting } from "./sandbox-options.ts";
import { settingWord } from "./unit-quoting.ts";

/** Looks for the file that wakes the script. */
export const wakerName = "kuma-agent.path";

/** Lets the heartbeats be pushed. */
export const beatTimerName = "kuma-agent-beat.timer";

const beatServiceName = "kuma-agent-beat.service";
const wakeTemplateName = "kuma-agent-wake@.service";

/** All that the units are made from. */
export interface EventUnitsInput {
  readonly paths: InstallPaths;
  /** The script and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly config: AgentConfig;
}

/** The texts of the units, by their names. Each event ends in a file, and the file starts the script. */
export function eventUnits({ paths, command, config }: EventUnitsInput): ReadonlyMap<string, string> {
  const [wake, beat] = ["wake", "beat"].map((name) => posix.join(paths.state, name));
  return new Map([
    [
      agentServiceName,
      unitText([
        [
          "Unit",
          [
            ["Description", "Uptime Kuma push agent, a look at the units"],
            ["Wants", "network-online.target"],
            ["After", "network-online.target"],
            // A script that cannot even start ends the waker, which each heartbeat starts again.
            ["StartLimitIntervalSec", "30s"],
            ["StartLimitBurst", "60"],
          ],
        ],
        ["Service", lookSettings(command, config)],
      ]),
    ],
    [
      wakerName,
      unitText([
        ["Unit", [["Description", "Uptime Kuma push agent, woken by events of systemd"]]],
        [
          "Path",
          [
            ["PathExists", `${wake}`],
            ["PathExists", `${beat}`],
            ["Unit", agentServiceName],
          ],
        ],
        ["Install", [["WantedBy", "multi-user.target"]]],
      ]),
    ],
    [
      wakeTemplateName,
      unitText([
        [
          "Unit",
          [
            ["Description", "Uptime Kuma push agent, an event (%i)"],
            ["CollectMode", "inactive-or-failed"],
            ["StartLimitIntervalSec", "0"],
          ],
        ],
        ["Service", touchSettings(`${wake}`)],
      ]),
    ],
    [
      beatServiceName,
      unitText([
        [
          "Unit",
          [
            ["Description", "Uptime Kuma push agent, a heartbeat"],
            ["Wants", wakerName],
            ["StartLimitIntervalSec", "0"],
          ],
        ],
        ["Service", touchSettings(`${beat}`)],
      ]),
    ],
    [
      beatTimerName,
      unitText([
        ["Unit", [["Description", "Uptime Kuma push agent, the time of heartbeats"]]],
        [
          "Timer",
          [
            ["OnActiveSec", "0s"],
            ["OnUnitActiveSec", `${scriptPeriodSeconds(config)}s`],
            ["AccuracySec", "1s"],
            ["Unit", beatServiceName],
          ],
        ],
        ["Install", [["WantedBy", "timers.target"]]],
      ]),
    ],
  ]);
}

/**
 * The drop-in by which a unit's starts and ends wake the script. Each event has another service: systemd warns of one
 * that several units share.
 *
 * @param unit - its full name
 * @param hasOnSuccess - whether systemd knows the setting, which came with 249
 */
export function eventDropIn(unit: string, hasOnSuccess: boolean): string {
  // A unit's name has 255 characters at most.
  const instance = unit.length <= 200 ? "%n" : sha256Of(unit).slice(0, 12);
  const service = (event: string): string => `kuma-agent-wake@${event}-${instance}.service`;
  return unitText([
    [
      "Unit",
      [
        ["OnFailure", service("failed")],
        ...(hasOnSuccess ? ([["OnSuccess", service("ended")]] as const) : []),
        ["Wants", service("started")],
        ["Before", service("started")],
      ],
    ],
  ]);
}

const accountSettings: readonly UnitSetting[] = [
  ["User", agentUserName],
  ["Group", agentUserName],
  ["RuntimeDirectory", "kuma-agent"],
  // Anybody on the host may read how the checks are: kuma agent status needs no root.
  ["RuntimeDirectoryMode", "0755"],
  ["RuntimeDirectoryPreserve", "yes"],
  ["UMask", "0077"],
];

/** Settings that a script with its many small programs needs otherwise than the agent. */
const otherLimits: ReadonlyMap<string, string> = new Map([
  ["ProcSubset", "all"],
  ["TasksMax", "1024"],
]);

function lookSettings([script, ...args]: EventUnitsInput["command"], config: AgentConfig): readonly UnitSetting[] {
  return [
    ["Type", "oneshot"],
    ["ExecStart", [script, ...args].map(settingWord).join(" ")],
    ["SyslogIdentifier", "kuma-agent"],
    // It stays as long as units change, and while a server is slow to answer; each of its steps has its own limit.
    ["TimeoutStartSec", "infinity"],
    ...accountSettings,
    // When an outage began, for after a boot.
    ["StateDirectory", memoryFolderName],
    ["StateDirectoryMode", "0700"],
    ...sandboxOptions(config).map(([name, value]): UnitSetting => [name, otherLimits.get(name) ?? value]),
  ];
}

/** So little is done here that a sandbox of mounts would cost more than all else. */
function touchSettings(file: string): readonly UnitSetting[] {
  return [
    ["Type", "oneshot"],
    ["ExecStart", `/bin/sh -c ": >${file}"`],
    ...accountSettings,
    ["NoNewPrivileges", "yes"],
    ["CapabilityBoundingSet", ""],
    ["RestrictAddressFamilies", "none"],
    // Not a line in the journal for each event.
    ["LogLevelMax", "notice"],
  ];
}

type Section = readonly [name: string, settings: readonly UnitSetting[]];

function unitText(sections: readonly Section[]): string {
  const lines = sections.flatMap(([name, settings]) => [
    "",
    `[${name}]`,
    ...settings.map(([key, value]) => `${key}=${value}`),
  ]);
  return ["# Written by kuma agent install. Changes are lost with the next install.", ...lines, ""].join("\n");
}
