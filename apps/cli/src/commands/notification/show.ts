import { findNotification, provenAt, testedAt } from "@kumakit/provision/names";
import * as Args from "@oclif/core/args";

import type { Zod } from "../../contract/command-contract.ts";
import { namedSchema } from "../../contract/shared-schemas.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { notificationData, notificationSchema } from "../../notifications/notification-data.ts";
import { maskedConfig } from "../../notifications/masked-config.ts";
import { ago } from "../../output/figures.ts";
import { fieldLines } from "../../output/field-lines.ts";

/** `kuma notification show NOTIFICATION`. */
export default class NotificationShow extends KumaCommand<typeof NotificationShow> {
  static override summary = "Show a notification: its settings, of which secrets are masked, and who alerts it.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> id:3 --json" },
  ];
  static output = (z: Zod) =>
    notificationSchema(z).extend({
      settings: z.record(z.string(), z.json()).describe("Those of the provider; a secret is ***."),
      monitors: z.array(namedSchema(z)).describe("Those that alert it."),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args } = await this.parse(NotificationShow);
    const client = await this.connect({ untilInterrupted: true });
    const notification = findNotification(await client.notifications.list(), args.notification);
    const settings = await maskedConfig(notification);
    const users = (await client.monitors.list()).filter(({ notificationIds }) =>
      notificationIds.includes(notification.id),
    );
    const monitors = users.map(({ id, name }) => ({ id, name }));
    const { id, name, type, isDefault } = notification;
    const lines = Object.entries(settings).map(
      ([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
    const now = new Date();
    const text = fieldLines({
      Name: name,
      Id: String(id),
      Type: type,
      Tested: ago(testedAt(notification) ?? undefined, now),
      Proven: `${ago(provenAt(notification) ?? undefined, now)} (kuma verify --ack)`,
      Default: isDefault ? "yes, for new monitors" : "no",
      Settings: lines.join("\n"),
      Monitors: monitors.map((one) => one.name).join("\n") || "nobody alerts it",
    });
    this.printResult({ ...notificationData(notification), settings, monitors }, text, String(id));
  }
}
