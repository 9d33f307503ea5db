import type { NotificationTypeDescription } from "@kumakit/client";

import type { Zod } from "../../contract/command-contract.ts";
import { listFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";

/** `kuma notification types`. */
export default class NotificationTypes extends KumaCommand<typeof NotificationTypes> {
  static override summary = "List the providers that a notification can have; asks no server.";
  static override flags = listFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Their names alone", command: "<%= config.bin %> <%= command.id %> --quiet" },
  ];
  static output = (z: Zod) =>
    z.array(
      z.strictObject({
        type: z.string(),
        title: z.string(),
        since: z.string().describe("The first version of Uptime Kuma that has it; 1.23 for all older ones."),
        needed: z.array(z.string()).describe("The settings that it cannot do without."),
        secrets: z.array(z.string()).describe("The settings that are secret."),
      }),
    );
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(NotificationTypes);
    const { describeNotificationTypes } = await import("../../client-work.ts");
    const rows = describeNotificationTypes().toSorted((a, b) => (a.type < b.type ? -1 : 1));
    type Row = NotificationTypeDescription;
    const needed = ({ fields }: Row): readonly string[] => fields.flatMap((one) => (one.isRequired ? [one.name] : []));
    const columns = [
      { heading: "type", cell: ({ type }: Row) => type },
      { heading: "title", cell: ({ title }: Row) => title, isFlexible: true },
      { heading: "since", cell: ({ since }: Row) => since, isOptional: true },
      { heading: "needed", cell: (row: Row) => needed(row).join(", "), wraps: true },
    ];
    const secrets = ({ fields }: Row): readonly string[] => fields.flatMap((one) => (one.isSecret ? [one.name] : []));
    const data = rows.map((row) => {
      const { type, title, since } = row;
      return { type, title, since, needed: needed(row), secrets: secrets(row) };
    });
    await this.printTable({ data, rows, columns, ids: rows.map(({ type }) => type) }, flags);
  }
}
