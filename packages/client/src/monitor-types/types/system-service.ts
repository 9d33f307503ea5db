import * as z from "zod";
import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { text } from "../field-builders.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The settings of a new system service monitor. It sees the services of the server's own host only. */
export interface SystemServiceMonitorInput extends CommonMonitorInput {
  /** UP when a service of the server's own host runs. */
  readonly type: "system-service";
  /** The name of the service. */
  readonly systemServiceName: string;
}

const schema = z.string().regex(/^[\w.\-@]+$/, "must hold letters, digits, . _ - and @ only");

/** A monitor that looks after a service of the server's own host. */
export const systemServiceMonitorType = defineMonitorType<SystemServiceMonitorInput>({
  type: "system-service",
  title: "System service",
  summary: "Is UP when a service runs on the host that Uptime Kuma itself is on.",
  since: "2.1",
  fields: { systemServiceName: text("system_service_name", { schema }) },
  example: { type: "system-service", name: "cron of the monitoring host", systemServiceName: "cron" },
});
