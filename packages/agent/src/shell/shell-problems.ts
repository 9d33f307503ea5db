import type { AgentConfig, CheckConfig } from "../config/agent-config.ts";
import { pushPeriodSeconds } from "../config/push-period.ts";

/** What starts the script. `cron` does that once a minute and not more often. */
export type ShellScheduler = "timer" | "cron";

/** The shortest interval of a monitor by what starts the script, in s: a period of 5 s, and cron's minute. */
const shortestInterval = { timer: 14, cron: 124 } as const;

/** How long a program may run unless the config says otherwise, in s; as in the check type. */
export const defaultCommandTimeout = 10;

function intervalProblem(field: string, interval: number, scheduler: ShellScheduler): readonly string[] {
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

function checkProblems(check: CheckConfig, field: string): readonly string[] {
  if (check.type === "systemd") return [];
  if (check.type !== "command") {
    return [`${field}.type: "${check.type}" ("${check.name}") needs the agent; the script knows systemd and command`];
  }
  const limit = check.timeout ?? defaultCommandTimeout;
  const longest = pushPeriodSeconds(check.interval) - 3;
  const problems =
    limit > longest ? [`${field}.timeout: must be at most ${longest} s by this interval, not ${limit}`] : [];
  const hasLineBreak = check.command.some((word) => /[\n\r]/.test(word));
  return hasLineBreak ? [...problems, `${field}.command: an argument with a line break needs the agent`] : problems;
}

/** What of a config the script cannot do: each the setting and why. */
export function shellProblems(config: AgentConfig, scheduler: ShellScheduler): readonly string[] {
  const { checks, heartbeat, onStop, textfile } = config;
  return [
    ...(onStop === "tell" ? ["onStop: nothing runs between two rounds that could tell of a stop"] : []),
    ...(textfile === undefined ? [] : ["textfile: metrics need the agent"]),
    ...(heartbeat === undefined ? [] : intervalProblem("heartbeat.interval", heartbeat.interval, scheduler)),
    ...checks.flatMap((check, index) => [
      ...checkProblems(check, `checks[${index}]`),
      ...intervalProblem(`checks[${index}].interval`, check.interval, scheduler),
    ]),
  ];
}
