import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The settings of a new group. */
export interface GroupMonitorInput extends CommonMonitorInput {
  /** Holds other monitors; DOWN when one of them is. */
  readonly type: "group";
  /** Whom it alerts. @defaultValue nobody, because a notification on a group and on the monitors in it alerts twice */
  readonly notificationIds?: readonly number[] | undefined;
}

/** A monitor that holds other monitors. */
export const groupMonitorType = defineMonitorType<GroupMonitorInput>({
  type: "group",
  title: "Group",
  summary: "Holds other monitors, and is DOWN when one of them is.",
  since: "1.23",
  fields: {},
  alertsNobody: true,
  example: { type: "group", name: "web servers" },
});
