import * as Flags from "@oclif/core/flags";
import { defaultMonitorName } from "@kumakit/provision";

import { intervalFlag, monitorFlags } from "./monitor-flags.ts";

/** `--runtime` of commands whose checks a shell script can do. */
const runtimeFlag = Flags.option({
  options: ["auto", "node", "standalone", "sh"] as const,
  default: "auto" as const,
  summary:
    "The agent's form: node is a process on the host's Node.js; standalone is one that brings its own; sh is a shell script that systemd's events wake, or cron where there is no systemd, with nothing resident. auto takes the one that is there, else node where the host has it, else standalone where --standalone is given, else sh.",
})();

/** `--runtime` of commands whose checks only the process does. */
export const processRuntimeFlag = Flags.option({
  options: ["auto", "node", "standalone"] as const,
  default: "auto" as const,
  summary:
    "The agent's form: a process on the host's Node.js, or with standalone on one that it brings, because no shell script does this check. With either an agent that is a script becomes one.",
})();

/** `--standalone`. */
export const standaloneFlag = Flags.string({
  summary:
    "The agent as one file with Node.js inside, for hosts without Node.js: kuma-agent-linux-x64 or -arm64 of a release, or a folder with both.",
  helpValue: "PATH",
  env: "KUMA_STANDALONE",
  // A printed script would have 150 MB.
  exclusive: ["print"],
});

/** The flags about an agent and its monitors. */
export const installFlags = {
  user: Flags.boolean({ summary: "Install for yourself: a service of your session (systemctl --user)." }),
  runtime: runtimeFlag,
  standalone: standaloneFlag,
  interval: intervalFlag({
    summary:
      "Seconds in which a heartbeat must come; also as 5m. Default for new monitors: 600, because a failure is reported at once; with --token-file: 60.",
  }),
  ...monitorFlags,
  group: Flags.string({
    summary:
      "Put them into this group, which is created when there is none. Default for new monitors: the host's name.",
    helpValue: "NAME",
  }),
  name: Flags.string({
    summary: "The name of new monitors; {host} and {unit} are filled in.",
    helpValue: "TEMPLATE",
    default: defaultMonitorName,
  }),
  adopt: Flags.boolean({ summary: "Use a monitor of that name even though kuma has not made it." }),
  "no-agent-monitor": Flags.boolean({
    default: false,
    summary:
      "Make no monitor of the agent itself; one that is there stays. New monitors then have an interval of 60 by default.",
  }),
  test: Flags.boolean({
    default: false,
    summary: "Send a test message through each notification first; nothing is done when that fails.",
  }),
  "token-file": Flags.string({
    summary:
      "Use the monitor that this push token, push URL or JSON of kuma monitor create belongs to; needs no login.",
    helpValue: "FILE",
    exclusive: ["notify", "no-notify", "group", "tag", "adopt", "test"],
  }),
};

/** `--replace-scripts`. */
export const replaceFlag = Flags.boolean({
  default: false,
  summary:
    "Take the place of old jobs of cron that report these units to Uptime Kuma by themselves: keep the monitor that such a job feeds, and comment the job out once the agent has reported. An uninstall brings it back.",
  exclusive: ["token-file", "print", "user"],
});

/** Flags that say what became of the machine that an agent was installed on. */
export const machineFlags = {
  "take-over": Flags.boolean({
    default: false,
    summary:
      "This is the host that the monitors belong to, with another name or machine id, or rebuilt: keep its monitors. With an agent that is there, about all its checks.",
    exclusive: ["as-copy", "token-file", "print"],
  }),
  "as-copy": Flags.boolean({
    default: false,
    summary:
      "This machine is a copy of one with an agent: make its own monitors for all checks, and leave those of the other.",
    exclusive: ["take-over", "token-file", "print"],
  }),
};
