import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { findMonitor } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { monitorSchema } from "../../monitors/monitor-schema.ts";
import { fieldLines } from "../../output/field-lines.ts";

/** `kuma monitor show MONITOR`. */
export default class MonitorShow extends KumaCommand<typeof MonitorShow> {
  static override summary = "Show one monitor.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = {
    "push-url": Flags.boolean({ default: false, summary: "Show the push URL too, which is a secret." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "The push URL alone", command: "<%= config.bin %> <%= command.id %> 12 --push-url --quiet" },
  ];
  static output = (z: Zod) =>
    monitorSchema(z).extend({ notifications: z.array(namedSchema(z)), pushUrl: z.string().optional() });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorShow);
    const client = await this.connect({ untilInterrupted: true });
    const monitor = findMonitor(await client.monitors.list(), args.monitor);
    const { monitorStatus } = await import("../../monitors/monitor-status.ts");
    const { monitorData } = await import("../../monitors/monitor-data.ts");
    const { dashboardUrlOf, pushUrlOf } = await import("@kumakit/client");
    const status = await monitorStatus(client, monitor);
    const token = flags["push-url"] ? (monitor.pushToken ?? null) : null;
    const pushUrl = token === null ? undefined : pushUrlOf(client.server.url, token);
    const notifications = (await client.notifications.list())
      .filter(({ id }) => monitor.notificationIds.includes(id))
      .map(({ id, name }) => ({ id, name }));
    const data = {
      ...monitorData(client, monitor, status),
      notifications,
      ...(pushUrl === undefined ? {} : { pushUrl }),
    };
    this.printResult(
      data,
      () =>
        fieldLines({
          Name: monitor.name,
          Id: String(monitor.id),
          Type: monitor.type,
          Status: status,
          Interval: `${monitor.interval} s`,
          Alerts: notifications.map(({ name }) => name).join(", ") || "nobody",
          Tags: monitor.tags.map(({ name, value }) => (value === "" ? name : `${name}=${value}`)).join(", "),
          Description: monitor.description ?? "",
          Dashboard: dashboardUrlOf(client.server.url, monitor.id),
          "Push URL": pushUrl ?? "",
        }),
      pushUrl ?? String(monitor.id),
    );
  }
}
