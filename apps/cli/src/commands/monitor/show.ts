import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { MonitorState } from "@kumakit/client";
import { provenAt } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { oneMonitor } from "../../monitors/select-monitors.ts";
import { monitorSchema } from "../../monitors/monitor-schema.ts";
import { ago } from "../../output/figures.ts";

/** `kuma monitor show MONITOR`. */
export default class MonitorShow extends KumaCommand<typeof MonitorShow> {
  static override summary = "Show one monitor: its status and why, its last heartbeats, and whom it alerts.";
  static override args = { monitor: Args.string({ description: "Its id or name.", required: true }) };
  static override flags = {
    "push-url": Flags.boolean({ default: false, summary: "Show the push URL too, which is a secret." }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> supervisord",
    { description: "The push URL alone", command: "<%= config.bin %> <%= command.id %> 12 --push-url --quiet" },
  ];
  static output = (z: Zod) =>
    monitorSchema(z).extend({
      uptime: z
        .strictObject({ day: z.number().nullable(), month: z.number().nullable(), year: z.number().nullable() })
        .describe("From 0 to 1, of 24 hours, 30 days and a year; null where the server does not say it."),
      averagePing: z.number().nullable().describe("Milliseconds, of 24 hours."),
      heartbeats: z
        .array(
          z.strictObject({
            time: z.iso.datetime(),
            status: z.enum(["up", "down", "pending", "maintenance"]),
            message: z.string(),
            ping: z.number().nullable().describe("Milliseconds."),
          }),
        )
        .describe("The last ones, the oldest first: 100 at most."),
      notifications: z.array(
        namedSchema(z).extend({
          provenAt: z.iso.datetime().nullable().describe("When a person last saw an alert of it: kuma verify --ack."),
        }),
      ),
      pushUrl: z.string().optional(),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MonitorShow);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../../monitors/seen/live-monitors.ts");
    const live = await LiveMonitors.open(client, { figures: true });
    const { id } = oneMonitor(live.monitors, args.monitor);
    const seen = await live.seeOne(id);
    const { monitor, state } = seen;
    const { pushUrlOf } = await import("../../client-work.ts");
    const token = flags["push-url"] ? (monitor.pushToken ?? null) : null;
    const pushUrl = token === null ? undefined : pushUrlOf(client.server.url, token);
    const notifications = (await client.notifications.list())
      .filter((notification) => monitor.notificationIds.includes(notification.id))
      .map((one) => ({ id: one.id, name: one.name, provenAt: provenAt(one)?.toISOString() ?? null }));
    const { monitorData } = await import("../../monitors/monitor-data.ts");
    const { describeMonitor } = await import("../../monitors/describe-monitor.ts");
    const data = {
      ...monitorData(client.server.url, seen),
      ...figuresOf(state),
      notifications,
      ...(pushUrl === undefined ? {} : { pushUrl }),
    };
    const now = new Date();
    const alerts = notifications.map(({ name, provenAt: time }) =>
      time === null ? name : `${name} (proven ${ago(new Date(time), now)})`,
    );
    const { dashboardUrl } = data;
    const around = { alerts, dashboardUrl, pushUrl, now, stream: process.stdout };
    this.printResult(data, () => describeMonitor(seen, around), pushUrl ?? String(monitor.id));
  }
}

function figuresOf(state: MonitorState | undefined) {
  const { uptime, averagePing = null, heartbeats = [] } = state ?? {};
  return {
    uptime: { day: uptime?.["24h"] ?? null, month: uptime?.["30d"] ?? null, year: uptime?.["1y"] ?? null },
    averagePing,
    heartbeats: heartbeats.map((beat) => ({
      time: beat.time.toISOString(),
      status: beat.status,
      message: beat.message,
      ping: beat.ping,
    })),
  };
}
