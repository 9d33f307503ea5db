import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { text } from "../field-builders.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The settings of a new PM2 monitor. It sees the processes of the server's own host only. */
export interface Pm2MonitorInput extends CommonMonitorInput {
  /** UP when a process of PM2 runs on the server's own host. */
  readonly type: "pm2";
  /** The name of the process. */
  readonly processName: string;
}

const schema = z
  .string()
  .refine((name) => name.trim() !== "", "must not be empty")
  .refine((name) => !/[\u0000-\u001F\u007F]/.test(name), "must not contain control characters");

/** A monitor that looks after a process of PM2. */
export const pm2MonitorType = defineMonitorType<Pm2MonitorInput>({
  type: "pm2",
  title: "PM2 process",
  summary: "Is UP when a process of PM2 runs on the host that Uptime Kuma itself is on.",
  since: "2.5",
  // The server has no separate column for it.
  fields: { processName: text("system_service_name", { schema }) },
  example: { type: "pm2", name: "api process", processName: "api" },
});
