import { printable } from "@kumakit/text";
import {
  describeAgentPlan,
  type AgentPlan,
  type DescribedPlan,
  type RemovalPlan,
  type StepChange,
} from "@kumakit/provision";

import { widthOf, wrapWords } from "../output/fit-text.ts";

/**
 * The output of `kuma agent install --dry-run` and `uninstall --dry-run` for people.
 *
 * @param on - what the host is called
 * @param width - columns of the terminal; lines of files stay whole
 */
export function describePreview(
  url: string | null,
  { server, host }: DescribedPlan,
  { on = "this host", width = widthOf(process.stdout) }: { readonly on?: string; readonly width?: number } = {},
): string {
  if (server.length === 0 && host.length === 0) return "Nothing to do.";
  const shown = (line: string): readonly string[] => folded(printable(line), width - 2).map((part) => `  ${part}`);
  return [
    ...(server.length === 0 ? [] : [`On ${url}:`, ...server.flatMap(shown)]),
    ...(host.length === 0 ? [] : [`On ${on}:`, ...host.flatMap(shown)]),
  ].join("\n");
}

/** A line whose later parts are further to the right, unless it is one of a file. */
function folded(line: string, width: number): readonly string[] {
  if (line.length <= width || /^ {4}[-+@ ]/.test(line)) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const [first = "", ...rest] = wrapWords(line.trim(), Math.max(width - indent.length - 4, 20));
  return [`${indent}${first}`, ...rest.map((part) => `${indent}    ${part}`)];
}

/** The same of a plan for one of several hosts. */
export function describePlan(plan: AgentPlan | RemovalPlan): string {
  return describePreview(plan.server, describeAgentPlan(plan), { on: "the host" });
}

/** The output of `kuma agent install --dry-run --json` and `uninstall --dry-run --json`. */
export function previewData(plan: AgentPlan | RemovalPlan) {
  const { server, host, changes } = plan;
  return {
    dryRun: true,
    server,
    monitorSteps: describeAgentPlan(plan).server,
    monitorActions: actionsOf(plan),
    ...("replaces" in plan && plan.replaces !== undefined
      ? { replaces: plan.replaces.map((line) => ({ ...line })) }
      : {}),
    hostSteps: host.steps.map((step, index) => ({ ...step, ...(changes[index] ?? unchanged) })),
  } as const;
}

const unchanged: StepChange = { before: null, diff: null };

function actionsOf(plan: AgentPlan | RemovalPlan) {
  const deleted = "groups" in plan ? [...plan.monitors, ...plan.groups] : [];
  const made = "groups" in plan ? [] : plan.monitors;
  return [
    ...made.flatMap(({ name, plan: { actions } }) => actions.map((action) => ({ monitor: name, action }))),
    ...deleted.map((monitor) => ({ monitor: monitor.name, action: { kind: "delete", monitor } as const })),
  ];
}
