import { aboutCheck, checkTypeNames, scriptProblemsOf } from "../checks/about-checks.ts";
import type { CheckConfig, CheckSettings } from "../checks/registry.ts";
import { completeConfig, type AgentConfig } from "../config/agent-config.ts";

/**
 * The starter of the script: a `timer` of systemd; `cron`, which comes once a minute and not more often; or `events`, by
 * which systemd wakes it when a unit starts or ends.
 */
export type ScriptScheduler = "timer" | "cron" | "events";

/** The shortest interval of a monitor by what starts the script, in s: a period of 5 s, and cron's minute. */
const shortestInterval = { timer: 14, cron: 124, events: 14 } as const;

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

const carried = checkTypeNames.filter((type) => aboutCheck(type).runtimes.includes("sh"));

function checkProblems(check: CheckSettings, written: CheckConfig | undefined): readonly string[] {
  if (written !== undefined && carried.includes(check.type)) {
    return scriptProblemsOf(check, written).map(({ setting, message }) => `${setting}: ${message}`);
  }
  return [`type: "${check.type}" ("${check.name}") needs the agent; the script knows ${carried.join(" and ")}`];
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

/** The parts of a config that the script cannot do: each the setting and why. */
export function scriptProblems(config: AgentConfig, scheduler: ScriptScheduler): readonly string[] {
  const { heartbeat, onStop, textfile, checks: written } = config;
  return [
    ...serverProblems(config),
    ...(onStop === "tell" ? ["onStop: nothing runs between two rounds that could tell of a stop"] : []),
    ...(textfile === undefined ? [] : ["textfile: metrics need the agent"]),
    ...(heartbeat === undefined ? [] : intervalProblem("heartbeat.interval", heartbeat.interval, scheduler)),
    ...completeConfig(config).checks.flatMap((check, index) => [
      ...checkProblems(check, written[index]).map((problem) => `checks[${index}].${problem}`),
      ...intervalProblem(`checks[${index}].interval`, check.interval, scheduler),
    ]),
  ];
}
