import type { CheckConfig, CheckSettings } from "../checks/registry.ts";
import { completeConfig, type AgentConfig } from "../config/agent-config.ts";
import { pushPeriodSeconds } from "../config/push-period.ts";
import { isUnitPattern } from "../systemd/unit-pattern.ts";

/** What starts the script. `cron` does that once a minute and not more often. */
export type ScriptScheduler = "timer" | "cron";

/** The shortest interval of a monitor by what starts the script, in s: a period of 5 s, and cron's minute. */
const shortestInterval = { timer: 14, cron: 124 } as const;

function intervalProblem(field: string, interval: number, scheduler: ScriptScheduler): readonly string[] {
  const shortest = shortestInterval[scheduler];
  if (interval >= shortest) return [];
  const why =
    scheduler === "cron"
      ? "cron runs once a minute, and two runs have to fit into an interval"
      : "a round takes seconds";
  return [
    `${field}: must be at least ${shortest} s, not ${interval}: ${why}; change the monitor's interval as well${scheduler === "cron" ? ", or use a timer" : ""}`,
  ];
}

/** Variables that bash or busybox keep for themselves: they cannot be set for a program. */
const ownedByShell =
  /^(?:_|BASH.*|COMP_.*|DIRSTACK|EPOCH.*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPTARG|OPTIND|PIPESTATUS|PPID|RANDOM|SECONDS|SHELLOPTS|SRANDOM|UID)$/;

/** Whether the config itself says that log lines are wanted: by default the script goes without. */
function asksForLog(check: CheckConfig | undefined): boolean {
  return check?.type === "systemd" && check.logLines === true;
}

function unitProblems(
  { unit, restart }: CheckSettings<"systemd">,
  written: CheckConfig | undefined,
): readonly string[] {
  return [
    ...(isUnitPattern(unit) ? ["unit: a pattern for several units needs the agent"] : []),
    ...(restart === undefined ? [] : ["restart: needs the agent"]),
    ...(asksForLog(written) ? ["logLines: needs the agent; the script reads no journal"] : []),
  ];
}

function commandProblems(check: CheckSettings<"command">): readonly string[] {
  const { interval, command, environment, timeout } = check;
  const longest = pushPeriodSeconds(interval) - 3;
  return [
    ...(timeout > longest ? [`timeout: must be at most ${longest} s by this interval, not ${timeout}`] : []),
    ...(command.some((word) => /[\n\r]/.test(word)) ? ["command: an argument with a line break needs the agent"] : []),
    ...(check.user === undefined ? [] : ["user: needs the agent; the script runs programs as the user that runs it"]),
    ...(check.pingFrom === undefined ? [] : ["pingFrom: needs the agent; the ping is how long the program took"]),
    ...Object.keys(environment).flatMap((name) =>
      ownedByShell.test(name) ? [`environment.${name}: the shell has this variable for itself`] : [],
    ),
  ];
}

function checkProblems(check: CheckSettings, written: CheckConfig | undefined): readonly string[] {
  return check.type === "systemd"
    ? unitProblems(check, written)
    : check.type === "command"
      ? commandProblems(check)
      : [`type: "${check.type}" ("${check.name}") needs the agent; the script knows systemd and command`];
}

function serverProblems({ server: { proxy }, secondServer }: AgentConfig): readonly string[] {
  return [
    ...(proxy?.username === undefined ? [] : ["server.proxy.username: a proxy with a password needs the agent"]),
    ...(proxy === undefined || proxy.url.startsWith("http:")
      ? []
      : ["server.proxy.url: a proxy that is spoken to by https needs the agent"]),
    ...(secondServer === undefined ? [] : ["secondServer: needs the agent"]),
  ];
}

/** What of a config the script cannot do: each the setting and why. */
export function scriptProblems(config: AgentConfig, scheduler: ScriptScheduler): readonly string[] {
  const { heartbeat, onStop, textfile } = config;
  const { checks } = completeConfig(config);
  return [
    ...serverProblems(config),
    ...(onStop === "tell" ? ["onStop: nothing runs between two rounds that could tell of a stop"] : []),
    ...(textfile === undefined ? [] : ["textfile: metrics need the agent"]),
    ...(heartbeat === undefined ? [] : intervalProblem("heartbeat.interval", heartbeat.interval, scheduler)),
    ...checks.flatMap((check, index) => [
      ...checkProblems(check, config.checks[index]).map((problem) => `checks[${index}].${problem}`),
      ...intervalProblem(`checks[${index}].interval`, check.interval, scheduler),
    ]),
  ];
}
