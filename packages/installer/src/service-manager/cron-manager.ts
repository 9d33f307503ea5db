import { agentUserName, type InstallPaths } from "../install-paths.ts";
import { sha256Of } from "../sha256.ts";
import type { HostStep } from "../steps/host-plan.ts";
import { hostOwnerOf } from "../steps/owners.ts";
import { unheededParts, type ServiceInput, type ServiceManager, type StartInput } from "./service-manager.ts";

/** cron, where there is no systemd: an entry starts a round of the script once a minute. */
export const cronManager: ServiceManager = {
  name: "cron",
  accounts: () => [],
  definition,
  start: startSteps,
  // What a round is still doing ends with its folder.
  stop: ({ cron }) => (cron === null || cron.entry === "" ? [] : [{ kind: "remove-file", path: cron.entry }]),
  forget: ({ state }) => [{ kind: "remove-state", path: state }],
  warnings: () => [],
};

function definition({ facts, paths, command, hasDrills }: ServiceInput): readonly HostStep[] {
  const { cron } = facts;
  // A plan to take checks away needs no cron that runs.
  if (cron === null || cron.entry === "") return [];
  const [script] = command;
  const isPerUser = cron.kind === "crontabs";
  const text = cronEntry({ script, state: paths.state, isPerUser, drill: hasDrills ? paths : undefined });
  const content = { from: "text", text, sha256: sha256Of(text) } as const;
  const owner = { user: agentUserName, group: agentUserName };
  return [
    { kind: "folder", path: paths.state, mode: "0755", owner, isOurs: true },
    {
      kind: "file",
      part: "crontab",
      path: cron.entry,
      mode: isPerUser ? "0600" : "0644",
      owner: hostOwnerOf(facts),
      content,
    },
  ];
}

/**
 * The entry of a cron. It holds nothing that a config says: `%` and line breaks mean something in a crontab, and the script
 * alone knows the checks.
 */
function cronEntry({ script, state, isPerUser, drill }: CronEntry): string {
  const line = (time: string, program: string): string =>
    `${time} ${isPerUser ? "" : `${agentUserName} `}KUMA_AGENT_STATE=${state} ${program} >/dev/null 2>&1`;
  return [
    "# Written by kuma agent install. Changes are lost with the next install.",
    // That of BusyBox runs everything by /bin/sh, and the file of a user names nobody.
    ...(isPerUser ? [] : ["SHELL=/bin/sh", 'MAILTO=""']),
    line("* * * * *", script),
    ...(drill === undefined ? [] : [line("0 * * * *", `STATE_DIRECTORY=${drill.drillState} ${drill.drill}`)]),
    "",
  ].join("\n");
}

interface CronEntry {
  readonly script: string;
  readonly state: string;
  readonly isPerUser: boolean;
  /** The script of drills, and where it remembers; undefined where there are to be none. */
  readonly drill: Pick<InstallPaths, "drill" | "drillState"> | undefined;
}

function startSteps({ paths, changedParts, lookAtOnce }: StartInput): readonly HostStep[] {
  const hasChanged = [...changedParts].some((part) => !unheededParts.has(part));
  if (!hasChanged && !lookAtOnce) return [];
  return [{ kind: "round", script: paths.script, state: paths.state }];
}
