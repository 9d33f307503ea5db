import type { NotificationAction, NotificationPlan } from "../notifications/plan-notification.ts";
import type { MonitorAction, MonitorPlan, NewSetting, SettingChange } from "./monitor-action.ts";

/** Says what a plan does: one sentence for each action, of which each completes "Would …". */
export function describeActions(plan: MonitorPlan | NotificationPlan): readonly string[] {
  return "monitor" in plan
    ? [...plan.actions.map(describeAction), ...describeKept("monitor", plan.outcome, plan.monitor)]
    : [
        ...plan.actions.map(describeNotificationAction),
        ...describeKept("notification", plan.outcome, plan.notification),
      ];
}

function describeKept(
  what: string,
  outcome: MonitorPlan["outcome"],
  found: { readonly name: string; readonly id: number } | null,
): readonly string[] {
  return outcome === "kept" && found !== null
    ? [`keep the ${what} ${quoted(found.name)} (id ${found.id}) as it is`]
    : [];
}

/** Says what an action does; completes "Would …". */
function describeAction(action: MonitorAction): string {
  switch (action.kind) {
    case "create-group":
      return `create the group ${quoted(action.name)}`;
    case "create-tag":
      return `create the tag ${quoted(action.name)}`;
    case "create-monitor":
      return `create the ${action.type} monitor ${quoted(action.name)}, interval ${action.interval} s${detailsOf(action)}`;
    case "clone-monitor":
      return `copy the ${action.type} monitor ${quoted(action.from.name)} (id ${action.from.id}) to ${quoted(action.name)}${detailsOf(action)}`;
    case "edit":
      return action.changes.map(describeChange).join(", and ");
    case "rotate":
      return "give it a new push token";
    case "alert":
      return `alert ${namesOf(action.to)} instead of ${namesOf(action.from)}`;
    case "move":
      return describeMove(action);
    case "detach":
      return `take the tag ${action.tag.name}=${action.value} off`;
    case "attach":
      return `attach the tag ${action.tag.name}=${action.value}`;
    default:
      return "resume it";
  }
}

function describeNotificationAction(action: NotificationAction): string {
  switch (action.kind) {
    case "test":
      return "send a test message";
    case "create-notification":
      return `create the notification ${quoted(action.name)} of the type ${action.type}${action.isDefault ? ", for new monitors by default" : ""}`;
    default:
      return `change ${action.changes.map(({ setting }) => setting).join(", ")} of the notification ${quoted(action.notification.name)} (id ${action.notification.id})`;
  }
}

function describeMove({ from, to }: Extract<MonitorAction, { kind: "move" }>): string {
  const left = from === null ? "" : `from the group ${quoted(from.name)} `;
  return `move it ${left}${to === null ? "into no group" : `into the group ${quoted(to.name)}`}`;
}

/** The rest of what is said of a monitor that is made. */
function detailsOf({
  settings,
  notifications,
  group,
}: Extract<MonitorAction, { kind: "create-monitor" | "clone-monitor" }>): string {
  const place = group === null ? "" : `, in the group ${quoted(group.name)}`;
  const details = settings.map((one) => `, ${describeSetting(one)}`).join("");
  return `${details}, alerting ${namesOf(notifications)}${place}`;
}

function describeSetting({ setting, to, isSecret }: NewSetting): string {
  return isSecret === true ? `${setting} as given` : `${setting} ${JSON.stringify(to)}`;
}

function describeChange({ setting, from, to, isSecret }: SettingChange): string {
  if (isSecret === true) return `set ${setting} to another secret`;
  return `set ${setting} to ${JSON.stringify(to)} instead of ${JSON.stringify(from)}`;
}

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => quoted(name)).join(", ") || "nobody";
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
