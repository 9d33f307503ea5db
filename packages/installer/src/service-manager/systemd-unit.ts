import type { AgentConfig } from "@kumakit/agent/config";

import { agentUserName, memoryFolderName, type InstallPaths } from "../install-paths.ts";
import { sandboxOptions, type UnitSetting } from "./sandbox-options.ts";
import { commandWord, settingWord } from "./unit-quoting.ts";

/** The input of a unit file. */
export interface AgentUnitInput {
  /** Where program, config and status file are. */
  readonly paths: InstallPaths;
  /** The command that runs the agent's program: see {@link Runtime.command}. */
  readonly command: readonly [string, ...string[]];
  /** Decides how much the service may do. */
  readonly config: AgentConfig;
  /**
   * Whether the host has `systemd-notify`, by which the agent says that it is ready and alive. Without it the service
   * counts as started when its program is, and no watchdog looks after it.
   * @defaultValue false
   */
  readonly canNotify?: boolean;
  /**
   * Whether the host has the group that may read the journal, for checks that quote it.
   * @defaultValue false
   */
  readonly canReadJournal?: boolean;
  /**
   * A sentence that says what it came by.
   * @defaultValue that of an install
   */
  readonly origin?: string;
}

const byInstall =
  "Written by kuma agent install. Changes are lost with the next install: use systemctl edit kuma-agent.";

/** The text of `kuma-agent.service`. Every value in it is quoted for systemd. */
export function agentUnit(input: AgentUnitInput): string {
  const { paths, config, origin = byInstall } = input;
  return [
    `# ${origin}`,
    ...section("Unit", unitSection(paths)),
    ...section("Service", [
      ...serviceSection(input),
      ...(paths.scope === "system" ? sandboxOptions(config, input.canReadJournal) : personOptions),
    ]),
    ...section("Install", [["WantedBy", paths.scope === "system" ? "multi-user.target" : "default.target"]]),
    "",
  ].join("\n");
}

function unitSection({ scope }: InstallPaths): readonly UnitSetting[] {
  return [
    ["Description", "Uptime Kuma push agent"],
    // A person's manager has no unit for the network or the bus.
    ...(scope === "system"
      ? ([
          ["Wants", "network-online.target"],
          ["After", "network-online.target dbus.service"],
        ] as const)
      : []),
    // It never gives up: a watcher must come back by itself.
    ["StartLimitIntervalSec", "0"],
  ];
}

function serviceSection({ paths, command, canNotify = false }: AgentUnitInput): readonly UnitSetting[] {
  const [first, ...rest] = command;
  const run = (...args: readonly string[]): string =>
    [...program(first), ...[...rest, ...args].map(commandWord)].join(" ");
  return [
    ...(canNotify ? notifyOptions : ([["Type", "exec"]] as const)),
    ["ExecStart", run("run", "--config", paths.config, "--status-file", paths.status)],
    // A wrong config is refused here, with the reason in the journal, and again by the agent itself.
    ["ExecReload", run("check", "--config", paths.config)],
    ["ExecReload", "/bin/kill -HUP $MAINPID"],
    ["Restart", "always"],
    // An outage that is shorter than this and the start goes by unseen.
    ["RestartSec", "2s"],
    ["TimeoutStopSec", "10s"],
    ["Environment", settingWord("NODE_ENV=production")],
    // Each thread of the C library would keep a separate heap.
    ["Environment", settingWord("MALLOC_ARENA_MAX=1")],
    ...(paths.scope === "system"
      ? ([
          ["User", agentUserName],
          ["Group", agentUserName],
        ] as const)
      : []),
    ["RuntimeDirectory", "kuma-agent"],
    // Anybody on the host may read how the checks are: kuma agent status needs no root.
    ["RuntimeDirectoryMode", "0755"],
    ["RuntimeDirectoryPreserve", "no"],
    // When outages began: a recovery after a reboot says how long the outage lasted.
    ...(paths.memory === undefined
      ? []
      : ([
          ["StateDirectory", memoryFolderName],
          ["StateDirectoryMode", "0700"],
        ] as const)),
    ["UMask", "0077"],
    ["Nice", "5"],
    ["CPUWeight", "20"],
    ...(paths.scope === "system" ? ([["OOMScoreAdjust", "-100"]] as const) : []),
  ];
}

// systemd-notify is a separate process, so its word must count as the agent's.
const notifyOptions: readonly UnitSetting[] = [
  ["Type", "notify"],
  ["NotifyAccess", "all"],
  ["TimeoutStartSec", "60s"],
  // The agent shortens it as far as the intervals of its monitors ask for.
  ["WatchdogSec", "120s"],
  // The default, SIGABRT, would leave a core dump behind, and one that hangs does not listen to less.
  ["WatchdogSignal", "SIGKILL"],
];

/** systemd refuses quotes and backslashes in the path of a program, however they are written; a shell does not. */
function program(node: string): readonly string[] {
  if (!/["'\\\u0000-\u001f\u007f]/.test(node)) return [settingWord(node)];
  return ["/bin/sh", "-c", 'exec "$0" "$@"', node].map(commandWord);
}

// A person's manager cannot hide its own home from the program that lies in it, and has no privileges to take away.
const personOptions: readonly UnitSetting[] = [
  ["NoNewPrivileges", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["RestrictRealtime", "yes"],
  ["LockPersonality", "yes"],
  ["SystemCallArchitectures", "native"],
];

function section(name: string, settings: readonly UnitSetting[]): readonly string[] {
  return ["", `[${name}]`, ...settings.map(([key, value]) => `${key}=${value}`)];
}
