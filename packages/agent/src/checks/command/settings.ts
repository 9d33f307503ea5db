import * as z from "zod";
import { pushPeriodSeconds } from "../../push-period.ts";
import { pathSetting, userName } from "../../config/settings/text-settings.ts";
import { timeoutSetting } from "../shared/patience.settings.ts";
import { defineCheckType, type SettingConflict } from "../define-check-type.ts";

const argument = z.string().regex(/^[^\0]*$/, "must not contain a NUL character");

const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of a variable"), argument);

/** Variables that bash or busybox keep for themselves: the script cannot set them for a program. */
const ownedByShell =
  /^(?:_|BASH.*|COMP_.*|DIRSTACK|EPOCH.*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPTARG|OPTIND|PIPESTATUS|PPID|RANDOM|SECONDS|SHELLOPTS|SRANDOM|UID)$/;

/** The part of a push period that the script keeps for itself, in s. */
const scriptMargin = 3;

/** Runs a program; its exit code gives the state, like that of a Nagios plugin. */
export const commandCheck = defineCheckType({
  type: "command",
  title: "A program, judged by its exit code",
  summary:
    "Runs a program without a shell; its exit code means the same as a Nagios plugin's: 0 is UP, 3 says that it " +
    "does not know (DOWN when that lasts for a push period), everything else is DOWN. The first line of its output is the " +
    "message; when a program fails that is not a plugin, the last line too. Figures (`| time=0.012s;1;2`) are not shown, but " +
    "one of them can go out as ping.\n\n" +
    "The program gets a small environment: `PATH`, `LANG`, `TZ`, `HOME`, `USER`, `LOGNAME`, and where the user's own bus is, " +
    "beside what `environment` adds.",
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
  subject: ["command", "workingDirectory", "user"],
  positional: "command",
  script({ interval, command, environment, timeout, user, pingFrom }) {
    const longest = pushPeriodSeconds(interval) - scriptMargin;
    const found: SettingConflict[] = [];
    const refuse = (setting: string, message: string): void => void found.push({ setting, message });
    if (timeout > longest) refuse("timeout", `must be at most ${longest} s by this interval, not ${timeout}`);
    if (command.some((word) => /[\n\r]/.test(word))) refuse("command", "an argument with a line break needs the agent");
    if (user !== undefined) refuse("user", "needs the agent; the script runs programs as the user that runs it");
    if (pingFrom !== undefined) refuse("pingFrom", "needs the agent; the ping is how long the program took");
    for (const name of Object.keys(environment)) {
      if (ownedByShell.test(name)) refuse(`environment.${name}`, "the shell has this variable for itself");
    }
    return found;
  },
  needs: () => ["programs"],
});
