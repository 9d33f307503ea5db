import type { KumaClient, Monitor } from "@kumakit/client";

import type { MonitorAction, MonitorPlan } from "../../src/monitors/monitor-action.ts";

interface MonitorState {
  name: string;
  interval: number;
  description: string | null;
  upsideDown: boolean;
  maxRetries: number;
  active: boolean;
  alerts: readonly string[];
  group: string | null;
  tags: readonly string[];
}

/** The part of a server that plans can change: the push monitors by their ids, the groups, and the tags. */
export interface ServerState {
  monitors: Readonly<Record<string, MonitorState>>;
  groups: readonly string[];
  tags: readonly string[];
}

/** The key of a monitor that was not there before. */
function added(name: string): string {
  return `new ${name}`;
}

/** The things on the server whose names begin so. */
export async function stateOf(client: KumaClient, prefix: string): Promise<ServerState> {
  const all = await client.monitors.list();
  const notifications = await client.notifications.list();
  const ours = all.filter(({ name }) => name.startsWith(prefix));
  const stateOfOne = (monitor: Monitor): MonitorState => {
    const { name, interval, description, upsideDown, maxRetries, active, parent } = monitor;
    const alerts = notifications.filter(({ id }) => monitor.notificationIds.includes(id)).map((one) => one.name);
    const group = all.find(({ id }) => id === parent)?.name ?? null;
    const tags = monitor.tags.map((tag) => `${tag.name}=${tag.value}`).toSorted();
    return { name, interval, description, upsideDown, maxRetries, active, alerts: alerts.toSorted(), group, tags };
  };
  return {
    monitors: Object.fromEntries(ours.filter(({ type }) => type === "push").map((one) => [one.id, stateOfOne(one)])),
    groups: ours
      .filter(({ type }) => type === "group")
      .map(({ name }) => name)
      .toSorted(),
    tags: (await client.tags.list())
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix))
      .toSorted(),
  };
}

/** The state after a run, with a monitor that was not there before under its name. */
export function seenAfter(before: ServerState, after: ServerState): ServerState {
  const monitors = Object.entries(after.monitors).map(
    ([id, one]) => [id in before.monitors ? id : added(one.name), one] as const,
  );
  return { ...after, monitors: Object.fromEntries(monitors) };
}

/** The state that a plan says will be: each action is read by itself, with nothing but what it says. */
export function saidBy(before: ServerState, plan: MonitorPlan): ServerState {
  return plan.actions.reduce(
    (state, action) =>
      "monitor" in action || action.kind === "create-monitor"
        ? withMonitor(state, action)
        : withThing(state, action as Extract<MonitorAction, { kind: "create-group" | "create-tag" }>),
    before,
  );
}

function withThing(
  state: ServerState,
  { kind, name }: Extract<MonitorAction, { kind: "create-group" | "create-tag" }>,
): ServerState {
  if (kind === "create-group") return { ...state, groups: [...state.groups, name].toSorted() };
  return { ...state, tags: [...state.tags, name].toSorted() };
}

type OnMonitor = Exclude<MonitorAction, { kind: "create-group" | "create-tag" | "clone-monitor" }>;

function withMonitor(state: ServerState, action: OnMonitor): ServerState {
  const id = action.kind === "create-monitor" ? added(action.name) : (action.monitor.id ?? added(action.monitor.name));
  const one = { ...fresh, ...state.monitors[id], ...changeOf(action, state.monitors[id]?.tags ?? []) };
  return { ...state, monitors: { ...state.monitors, [id]: one } };
}

const fresh: MonitorState = {
  name: "",
  interval: 0,
  description: null,
  upsideDown: false,
  maxRetries: 0,
  active: true,
  alerts: [],
  group: null,
  tags: [],
};

function changeOf(action: OnMonitor, tags: readonly string[]): Partial<MonitorState> {
  if (action.kind === "create-monitor") {
    const { name, interval, description, notifications, group } = action;
    return { name, interval, description, alerts: namesOf(notifications), group: group?.name ?? null };
  }
  if (action.kind === "edit") return Object.fromEntries(action.changes.map(({ setting, to }) => [setting, to]));
  if (action.kind === "alert") return { alerts: namesOf(action.to) };
  if (action.kind === "move") return { group: action.to?.name ?? null };
  // Tokens are not looked at.
  if (action.kind === "rotate") return {};
  if (action.kind === "resume") return { active: true };
  const tag = `${action.tag.name}=${action.value}`;
  return { tags: action.kind === "detach" ? tags.filter((one) => one !== tag) : [...tags, tag].toSorted() };
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name).toSorted();
}
