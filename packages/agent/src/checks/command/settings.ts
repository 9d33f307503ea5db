import * as z from "zod";
import { pathSetting, userName } from "../../config/settings/text-settings.ts";
import { timeoutSetting } from "../shared/patience.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

const argument = z.string().regex(/^[^\0]*$/, "must not contain a NUL character");

const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of a variable"), argument);

/** Runs a program; its exit code gives the state, like that of a Nagios plugin. */
export const commandCheck = defineCheckType({
  type: "command",
  example: {
    type: "command",
    name: "disk",
    command: ["/usr/lib/nagios/plugins/check_disk", "-w", "10%", "-c", "5%"],
    interval: 60,
    tokenFile: "tokens/disk",
  },
  options: {
    command: z
      .tuple([argument.min(1, "must not be empty")], argument)
      .describe("The program and its arguments; no shell is involved."),
    timeout: timeoutSetting(3600).describe("After this time the program and all that it started are killed."),
    warning: z
      .enum(["up", "down"])
      .default("down")
      .describe("What exit code 1, a plugin's WARNING, is: `down`, or `up` with `WARNING:` in the message."),
    pingFrom: z
      .string()
      .min(1, "must not be empty")
      .max(200)
      .optional()
      .describe(
        "The label of a figure of the plugin that goes out as ping, such as `time`; given in s, ms or µs, or taken as ms. No ping " +
          "when the plugin does not give it. Without this setting it is how long the program took.",
      ),
    environment: variables
      .default({})
      .describe(
        "Variables of its environment, beside the usual ones. The config is readable by the agent's user only.",
      ),
    workingDirectory: pathSetting().optional().describe("The absolute path of the directory that it works in."),
    user: userName
      .optional()
      .describe(
        "The user to run it as, with all groups of that user. Only an agent that runs as root can; the one that `kuma agent " +
          "install` sets up does not, and neither can it use sudo.",
      ),
  },
});
