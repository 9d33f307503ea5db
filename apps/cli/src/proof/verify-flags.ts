import * as Flags from "@oclif/core/flags";

import { dryRunFlag, yesFlag } from "../flags/command-flags.ts";
import { durationFlag } from "../flags/time-flags.ts";

/** The flags of `kuma verify`. */
export const verifyFlags = {
  all: Flags.boolean({ default: false, summary: "All monitors of the server." }),
  settings: Flags.boolean({
    default: false,
    summary: "Look at the settings alone: sends nothing.",
    exclusive: ["test", "ack", "drill"],
  }),
  test: Flags.boolean({
    default: false,
    summary: "Send a test message through each channel, and no alert.",
    exclusive: ["ack", "drill"],
  }),
  ack: Flags.boolean({
    default: false,
    summary: "Ask for the code that stands in each channel, and remember who has seen it.",
  }),
  drill: Flags.string({
    summary: "Really stop this service, see that its monitor alerts, and start it again.",
    helpValue: "UNIT",
    exclusive: ["all"],
  }),
  host: Flags.string({
    summary: "The host of the service, over SSH, as user@name or a name of ssh_config. Default: this one.",
    helpValue: "NAME",
    dependsOn: ["drill"],
  }),
  for: durationFlag({
    name: "for",
    summary: "With --drill: start the service after so long at the latest, noticed or not. Default: 30s.",
  }),
  yes: yesFlag,
  "dry-run": dryRunFlag,
};
