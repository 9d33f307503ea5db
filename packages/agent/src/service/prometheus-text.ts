import type { AgentStatus, CheckStatus } from "./agent-status.ts";

interface Metric {
  readonly name: string;
  readonly help: string;
  /** Nothing where there is nothing to say. */
  readonly valueOf: (check: CheckStatus) => number | null | undefined;
  /** The same of the second server, in another sample. */
  readonly secondValueOf?: (check: CheckStatus) => number | null | undefined;
}

function seconds(time: string | null | undefined): number | undefined {
  return time === null || time === undefined ? undefined : Date.parse(time) / 1000;
}

const perCheck: readonly Metric[] = [
  {
    name: "kuma_agent_check_up",
    help: "1 when the check is up, 0 when it is down; absent while that is not known.",
    valueOf: ({ status }) => ({ up: 1, down: 0, pending: undefined, unknown: undefined })[status],
  },
  {
    name: "kuma_agent_check_state_since_timestamp_seconds",
    help: "Since when the check is in its state.",
    valueOf: ({ since }) => seconds(since),
  },
  {
    name: "kuma_agent_check_last_result_timestamp_seconds",
    help: "When the check last had a result.",
    valueOf: ({ lastResultAt }) => seconds(lastResultAt),
  },
  {
    name: "kuma_agent_push_ok",
    help: "1 when Uptime Kuma recorded the last push of the check, 0 when it did not.",
    valueOf: ({ lastPush }) => lastPush && Number(lastPush.ok),
    secondValueOf: ({ secondLastPush }) => secondLastPush && Number(secondLastPush.ok),
  },
  {
    name: "kuma_agent_push_last_timestamp_seconds",
    help: "When the check was last pushed, whatever came of it.",
    valueOf: ({ lastPush }) => seconds(lastPush?.at),
    secondValueOf: ({ secondLastPush }) => seconds(secondLastPush?.at),
  },
  {
    name: "kuma_agent_check_muted_until_timestamp_seconds",
    help: "Until when the check sends no DOWN; absent when it is not muted.",
    valueOf: ({ muted }) => seconds(muted?.until),
  },
];

function labels(pairs: Readonly<Record<string, string>>): string {
  const text = Object.entries(pairs).map(([name, value]) => {
    const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
    return `${name}="${escaped}"`;
  });
  return `{${text.join(",")}}`;
}

function family(name: string, help: string, samples: readonly string[]): readonly string[] {
  return samples.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
}

/** The status in the text format of Prometheus, for node_exporter's textfile collector. */
export function prometheusText({ version, startedAt, lastReload, checks, heartbeat }: AgentStatus): string {
  const start = "kuma_agent_start_timestamp_seconds";
  const reload = "kuma_agent_last_reload_ok";
  const all = heartbeat ? [...checks, heartbeat] : checks;
  const lines = [
    ...family("kuma_agent_info", "The running agent.", [`kuma_agent_info${labels({ version })} 1`]),
    ...family(start, "When the agent was started.", [`${start} ${Date.parse(startedAt) / 1000}`]),
    ...family(
      reload,
      "1 when the last reload of the config worked, 0 when the new config was refused; absent before the first one.",
      lastReload ? [`${reload} ${Number(lastReload.ok)}`] : [],
    ),
    ...perCheck.flatMap(({ name, help, valueOf, secondValueOf }) => {
      const sample = (value: number | null | undefined, of: Readonly<Record<string, string>>): readonly string[] =>
        value === undefined || value === null ? [] : [`${name}${labels(of)} ${value}`];
      const samples = all.flatMap((check) => {
        const of = { check: check.name, type: check.type };
        return [...sample(valueOf(check), of), ...sample(secondValueOf?.(check), { ...of, server: "second" })];
      });
      return family(name, help, samples);
    }),
  ];
  return `${lines.join("\n")}\n`;
}
