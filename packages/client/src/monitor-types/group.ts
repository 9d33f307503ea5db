import * as z from "zod";
import { commonShape } from "./field-schemas.ts";
import { defineMonitorType } from "./monitor-type-definition.ts";

/** What a group is created from. */
export interface GroupMonitorInput {
  /** Holds other monitors; DOWN when one of them is. */
  readonly type: "group";
  /** Its name, up to 150 characters. */
  readonly name: string;
  /** The group that it goes into. */
  readonly parent?: number | null | undefined;
  /**
   * Whom it alerts. @defaultValue nobody, because a notification on a group and on the monitors in it alerts twice
   */
  readonly notificationIds?: readonly number[] | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
}

const inputSchema: z.ZodType<GroupMonitorInput> = z.strictObject({ type: z.literal("group"), ...commonShape });

/** A monitor that holds other monitors. */
export const groupMonitorType = defineMonitorType<GroupMonitorInput>({
  type: "group",
  title: "Group",
  summary: "Holds other monitors, and is DOWN when one of them is.",
  since: "1.22",
  inputSchema,
  takesDefaultNotifications: false,
  toWire: () => ({ maxretries: 0, upsideDown: false }),
  example: { type: "group", name: "web servers" },
});
