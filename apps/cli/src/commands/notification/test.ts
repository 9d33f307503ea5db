import { printable } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import { findNotification } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";

/** `kuma notification test NOTIFICATION`. */
export default class NotificationTest extends KumaCommand<typeof NotificationTest> {
  static override summary = "Have the server send a test message.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = { "dry-run": dryRunFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:3" },
  ];
  static output = (z: Zod) =>
    z.union([namedSchema(z).extend({ sent: z.literal(true) }), dryRunSchema(z, namedSchema(z).shape)]);
  static readOnly = false;
  static destructive = false;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NotificationTest);
    const client = await this.connect({ untilInterrupted: true });
    const notification = findNotification(await client.notifications.list(), args.notification);
    const { id, name } = notification;
    if (flags["dry-run"]) return this.printPlan([`send a test message to "${printable(name)}"`], { id, name });
    const progress = this.progress(`Sending a test message to ${printable(name)}`);
    try {
      const { testNotification } = await import("../../provision-work.ts");
      await testNotification(client, notification);
    } finally {
      progress.stop();
    }
    this.printResult({ id, name, sent: true }, `Sent a test message to "${printable(name)}".`, String(id));
  }
}
