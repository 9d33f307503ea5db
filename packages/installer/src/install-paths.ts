import { dropInFolder, machineFileName, mutesFileName } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { HostFacts } from "./facts/host-facts.ts";

/** Who the agent is installed for: the whole host, or one person (`systemctl --user`). */
export type InstallScope = "system" | "user";

/** Where everything of one installed agent lives. All paths are absolute. */
export interface InstallPaths {
  /** Whose agent it is. */
  readonly scope: InstallScope;
  /** Folder of the program, the copied Node (when there is one) and the manifest. */
  readonly programFolder: string;
  /** The agent, one file. */
  readonly program: string;
  /** Runs the program for people, crontabs and services. */
  readonly command: string;
  /** The agent as one file with Node.js inside, where it is one. */
  readonly standalone: string;
  /** The agent as a shell script, where it is one. */
  readonly script: string;
  /** Used only when the host's Node cannot be run by the service. */
  readonly node: string;
  /** Says what an install has brought. */
  readonly manifest: string;
  /** Holds the config and the tokens. Root's, with the agent's group as a reader; a person's own with 0700. */
  readonly configFolder: string;
  /** The agent's config file. */
  readonly config: string;
  /** Holds files of others, which add checks to the config. */
  readonly dropIns: string;
  /** Says which machine the tokens are for. */
  readonly machine: string;
  /** Says which checks are muted, and until when. */
  readonly mutes: string;
  /** Holds one file for each check. */
  readonly tokensFolder: string;
  /** Where systemd looks for the service. */
  readonly unitFolder: string;
  /** The service. */
  readonly unit: string;
  /** Settings of the service beside it, where a package has brought the service itself. */
  readonly unitDropIn: string;
  /** The memory of the agent until the next boot; with cron that of its rounds, and their log. */
  readonly state: string;
  /** The memory of the agent for after a boot; undefined for a person's agent, which has none. */
  readonly memory: string | undefined;
  /** The script that drills the alerts. */
  readonly drill: string;
  /** What it remembers. */
  readonly drillState: string;
  /** Written by the running agent, gone when it stops. */
  readonly status: string;
  /** Held while something is being installed or removed. */
  readonly lock: string;
  /** Folder of the runs of jobs, see `kuma-agent exec`. */
  readonly jobs: string;
  /** Folder of what a run that is at work would have to put back. */
  readonly journal: string;
}

/** The folders of one person, as the XDG base directory specification names them. */
export interface PersonFolders {
  /** The person's home. */
  readonly home: string;
  /** `$XDG_CONFIG_HOME`; `~/.config` by default. */
  readonly config?: string;
  /** `$XDG_DATA_HOME`; `~/.local/share` by default. */
  readonly data?: string;
  /** `$XDG_RUNTIME_DIR`, `/run/user/UID`. */
  readonly runtime: string;
}

/** Where polkit looks for the rules of a host's administrator. */
export const polkitRulesFolder = "/etc/polkit-1/rules.d";

/** Lets the agent of the whole host restart units that its config names; a person's agent needs no rule. */
export const polkitRulesFile = `${polkitRulesFolder}/50-kuma-agent.rules`;

/** Where rounds that cron starts remember: below /run only root could make a folder again after a boot. */
export const roundsFolder = "/var/lib/kuma-agent";

/** The name of the timer that starts the script of drills. */
export const drillTimerName = "kuma-agent-drill.timer";

/** The name of the service that it starts. */
export const drillServiceName = "kuma-agent-drill.service";

/** The folder below /var/lib, which systemd makes for drills. */
export const drillFolderName = "kuma-agent-drill";

/**
 * Where a tool puts the agent with Node.js inside before it runs a printed script: that is too big to be part of one. Only
 * root writes there.
 */
export const carriedProgram = "/var/lib/kuma-agent-carried";

/** The entries by which a cron starts rounds, in the folders that are usual. */
export const usualCronEntries: readonly string[] = ["/etc/cron.d", "/etc/crontabs", "/var/spool/cron/crontabs"].map(
  (folder) => posix.join(folder, "kuma-agent"),
);

/** The name of the systemd service, in either scope. */
export const agentServiceName = "kuma-agent.service";

/** The name of the drop-ins that an install writes. */
export const dropInName = "50-kuma-agent.conf";

/** The name of the folder below /var/lib, which systemd makes for the agent. */
export const memoryFolderName = "kuma-agent-memory";

/** The system user that the agent runs as in the `system` scope. */
export const agentUserName = "kuma-agent";

/** The group whose members may read the journal of the whole host; systemd itself brings it. */
export const journalGroup = "systemd-journal";

/**
 * Where an agent of this scope lives.
 *
 * @param person - needed for the `user` scope, ignored for `system`
 * @throws TypeError when `scope` is `user` and `person` is missing
 */
export function installPaths(scope: InstallScope, person?: PersonFolders): InstallPaths {
  if (scope === "system") {
    return below({
      scope,
      programFolder: "/usr/local/lib/kuma-agent",
      commandFolder: "/usr/local/bin",
      configFolder: "/etc/kuma-agent",
      unitFolder: "/etc/systemd/system",
      runtime: "/run",
      memory: `/var/lib/${memoryFolderName}`,
      journal: "/var/lib/kuma-agent-install",
      jobs: "/var/lib/kuma-agent-jobs",
    });
  }
  if (person === undefined) throw new TypeError("installPaths: the user scope needs the person's folders");
  return below({
    scope,
    programFolder: posix.join(person.data ?? posix.join(person.home, ".local/share"), "kuma-agent"),
    // Where systemd's file-hierarchy(7) has the programs of a person.
    commandFolder: posix.join(person.home, ".local/bin"),
    configFolder: posix.join(person.config ?? posix.join(person.home, ".config"), "kuma-agent"),
    // systemd reads $XDG_CONFIG_HOME too, but in its own environment, which differs from the shell's.
    unitFolder: posix.join(person.home, ".config/systemd/user"),
    runtime: person.runtime,
    // systemd before 254 would put it into the folder of the config.
    memory: undefined,
    // A folder that surely exists, and no other account writes to.
    journal: posix.join(person.home, ".kuma-agent-install"),
    jobs: posix.join(person.home, ".local/state/kuma-agent/jobs"),
  });
}

/** Where the agent of a host lives, or would. */
export function pathsOf({ scope, folders, has }: Pick<HostFacts, "scope" | "folders" | "has">): InstallPaths {
  const paths = installPaths(scope, folders);
  if (has.systemd || scope === "user") return paths;
  return { ...paths, state: roundsFolder, status: posix.join(roundsFolder, "status.json") };
}

/**
 * The folders above a path, the uppermost first.
 *
 * @param top - is left out with all that is above it; the root by default
 */
export function foldersAbove(path: string, top = "/"): readonly string[] {
  const above = posix.dirname(path);
  return above === top || above === "." ? [] : [...foldersAbove(above, top), above];
}

interface Roots extends Pick<
  InstallPaths,
  "scope" | "programFolder" | "configFolder" | "unitFolder" | "memory" | "journal" | "jobs"
> {
  readonly commandFolder: string;
  readonly runtime: string;
}

function below({
  scope,
  programFolder,
  commandFolder,
  configFolder,
  unitFolder,
  runtime,
  memory,
  journal,
  jobs,
}: Roots): InstallPaths {
  return {
    scope,
    programFolder,
    program: posix.join(programFolder, "kuma-agent.mjs"),
    command: posix.join(commandFolder, "kuma-agent"),
    standalone: posix.join(programFolder, "kuma-agent"),
    script: posix.join(programFolder, "look.sh"),
    node: posix.join(programFolder, "node"),
    manifest: posix.join(programFolder, "manifest.json"),
    configFolder,
    config: posix.join(configFolder, "agent.json"),
    dropIns: posix.join(configFolder, dropInFolder),
    machine: posix.join(configFolder, machineFileName),
    mutes: posix.join(configFolder, mutesFileName),
    tokensFolder: posix.join(configFolder, "tokens"),
    unitFolder,
    unit: posix.join(unitFolder, agentServiceName),
    unitDropIn: posix.join(unitFolder, `${agentServiceName}.d`, dropInName),
    state: posix.join(runtime, "kuma-agent"),
    memory,
    drill: posix.join(programFolder, "drill.sh"),
    drillState: posix.join("/var/lib", drillFolderName),
    status: posix.join(runtime, "kuma-agent", "status.json"),
    lock: posix.join(runtime, "kuma-agent-install.lock"),
    journal,
    jobs,
  };
}
