import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import type { OptionalField } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The states of a manual monitor. */
export type ManualStatus = "down" | "up" | "pending";

/** The settings of a new manual monitor. */
export interface ManualMonitorInput extends CommonMonitorInput {
  /** Is what a person says that it is. */
  readonly type: "manual";
  /** What it is set to. The server never gives it back: it reads as `null`. @defaultValue `null`, pending */
  readonly manualStatus?: ManualStatus | null | undefined;
}

// src/util.ts of every version
const codes: Readonly<Record<ManualStatus, number>> = { down: 0, up: 1, pending: 2 };

const statusField: OptionalField<ManualStatus | null> = {
  schema: z.enum(["down", "up", "pending"]).nullable(),
  isOptional: true,
  isHidden: true,
  wire: ["manual_status"],
  write: (status) => ({ manual_status: status === null ? null : codes[status] }),
  read: () => null,
};

/** A monitor that a person sets. */
export const manualMonitorType = defineMonitorType<ManualMonitorInput>({
  type: "manual",
  title: "Manual",
  summary: "Is UP, DOWN or pending as a person says.",
  since: "2.0",
  fields: { manualStatus: statusField },
  example: { type: "manual", name: "coffee machine", manualStatus: "up" },
});
