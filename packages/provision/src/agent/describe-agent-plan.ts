import { formatChange } from "@kumakit/installer";

import { describeActions } from "../monitors/describe-actions.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { RemovalPlan } from "./plan-removal.ts";

/** The sentences of a plan, for people. */
export interface DescribedPlan {
  /** On the server: each completes "Would …", with the monitor's name before it. */
  readonly server: readonly string[];
  /** On the host: a line for each step; below it, indented, the state before and a diff of the text that it changes. */
  readonly host: readonly string[];
}

/** Says what a plan of {@link planAgent} or {@link planRemoval} does. The texts come from the server and the host as they are. */
export function describeAgentPlan(plan: AgentPlan | RemovalPlan): DescribedPlan {
  const replaces = "replaces" in plan ? (plan.replaces ?? []) : [];
  const replaced = replaces.map(
    ({ file, line, check }) => `comment  ${file}, line ${line}  once the agent has reported ${check}`,
  );
  return { server: serverLines(plan), host: [...hostLines(plan), ...replaced] };
}

function hostLines({ host, changes }: AgentPlan | RemovalPlan): readonly string[] {
  const { steps, runtime } = host;
  const how = runtime === undefined || steps.length === 0 ? [] : [`runtime  ${runtime.name}  ${runtime.reason}`];
  return [
    ...how,
    ...steps.flatMap((step, index) => formatChange(step, changes[index] ?? { before: null, diff: null })),
  ];
}

function serverLines(plan: AgentPlan | RemovalPlan): readonly string[] {
  const tests = "tests" in plan ? plan.tests : [];
  const groups = "groups" in plan ? plan.groups : [];
  return [
    ...tests.map(({ name }) => `send a test message to ${JSON.stringify(name)}`),
    ...monitorLines(plan),
    ...groups.map(({ name, id }) => `delete the group ${name} (id ${id}), which is empty then`),
  ];
}

function monitorLines({ monitors }: AgentPlan | RemovalPlan): readonly string[] {
  return monitors.flatMap((monitor) => {
    if (!("plan" in monitor)) return [`delete the monitor ${monitor.name} (id ${monitor.id})`];
    const { name, plan } = monitor;
    return plan.outcome === "kept" ? [] : describeActions(plan).map((step) => `${name}: ${step}`);
  });
}
