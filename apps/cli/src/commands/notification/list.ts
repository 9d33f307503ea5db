import { provenAt } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { notificationData, notificationSchema } from "../../notifications/notification-data.ts";
import { ago } from "../../output/figures.ts";

/** `kuma notification list`. */
export default class NotificationList extends KumaCommand<typeof NotificationList> {
  static override summary = "List notifications, without their settings.";
  static override flags = listFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "As JSON", command: "<%= config.bin %> <%= command.id %> --json" },
  ];
  static output = (z: Zod) => z.array(notificationSchema(z));
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(NotificationList);
    const client = await this.connect({ untilInterrupted: true });
    const notifications = (await client.notifications.list()).toSorted((a, b) => a.id - b.id);
    const now = new Date();
    type Row = (typeof notifications)[number];
    const columns = [
      { heading: "id", cell: (row: Row) => String(row.id) },
      { heading: "name", cell: (row: Row) => row.name, isFlexible: true },
      { heading: "type", cell: (row: Row) => row.type },
      { heading: "default", cell: (row: Row) => (row.isDefault ? "yes" : "no") },
      { heading: "proven", cell: (row: Row) => ago(provenAt(row) ?? undefined, now), isOptional: true },
    ];
    if (notifications.length === 0) this.note("There is no notification yet: kuma notification create");
    const data = notifications.map(notificationData);
    await this.printTable({ data, rows: notifications, columns, ids: notifications.map(({ id }) => id) }, flags);
  }
}
