import { checkTypes, scriptProblemsOf, type CheckConfig } from "../checks/registry.ts";
import type { AgentConfig } from "../config/agent-config.ts";

/** The starter of the script. `cron` starts it once a minute and not more often. */
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

const carried = Object.values(checkTypes).filter(({ runtimes }) => runtimes.includes("sh"));

function checkProblems(check: CheckConfig): readonly string[] {
  if (carried.some(({ type }) => type === check.type)) {
    return scriptProblemsOf(check).map(({ setting, message }) => `${setting}: ${message}`);
  }
  const known = carried.map(({ type }) => type).join(" and ");
  return [`type: "${check.type}" ("${check.name}") needs the agent; the script knows ${known}`];
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
  const { heartbeat, onStop, textfile, checks } = config;
  return [
    ...serverProblems(config),
    ...(onStop === "tell" ? ["onStop: nothing runs between two rounds that could tell of a stop"] : []),
    ...(textfile === undefined ? [] : ["textfile: metrics need the agent"]),
    ...(heartbeat === undefined ? [] : intervalProblem("heartbeat.interval", heartbeat.interval, scheduler)),
    ...checks.flatMap((check, index) => [
      ...checkProblems(check).map((problem) => `checks[${index}].${problem}`),
      ...intervalProblem(`checks[${index}].interval`, check.interval, scheduler),
    ]),
  ];
}
