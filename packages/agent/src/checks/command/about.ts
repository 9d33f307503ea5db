import { pushPeriodSeconds } from "../../push-period.ts";
import type { AboutCheckType, SettingConflict } from "../about-check-type.ts";
import type { commandCheck } from "./settings.ts";

/** Variables that bash or busybox keep for themselves: the script cannot set them for a program. */
const ownedByShell =
  /^(?:_|BASH.*|COMP_.*|DIRSTACK|EPOCH.*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPTARG|OPTIND|PIPESTATUS|PPID|RANDOM|SECONDS|SHELLOPTS|SRANDOM|UID)$/;

/** The part of a push period that the script keeps for itself, in s. */
const scriptMargin = 3;

/** All about the type `command` that needs no schema. */
export const aboutCommand = {
  title: "A program, judged by its exit code",
  summary:
    "Runs a program without a shell; its exit code means the same as a Nagios plugin's: 0 is UP, 3 says that it " +
    "does not know (DOWN when the next look finds no more), everything else is DOWN. The first line of its output is the " +
    "message; when a program fails that is not a plugin, the last line too. Figures (`| time=0.012s;1;2`) are not shown, but " +
    "one of them can go out as ping.\n\n" +
    "The program gets a small environment: `PATH`, `LANG`, `TZ`, `HOME`, `USER`, `LOGNAME`, and where the user's own bus is, " +
    "beside what `environment` adds. It may have as many files open as the agent's service, not the more that Node takes.",
  positional: "command",
  subject: ["command", "workingDirectory", "user"],
  needs: () => ["programs"],
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
  start: async () => (await import("./start.ts")).startCommand,
} satisfies AboutCheckType<typeof commandCheck>;
