import { printable } from "@kumakit/text";
import * as Args from "@oclif/core/args";
import { findNotification } from "@kumakit/provision/names";

import type { Zod } from "../../contract/command-contract.ts";
import { deletedSchema, dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { EXIT } from "../../exit-codes.ts";
import { deletionFlags } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeNotificationDeletion } from "../../notifications/describe-deletion.ts";
import { confirmDeletion, requireConfirmation } from "../../prompts/confirm-deletion.ts";

/** `kuma notification delete NOTIFICATION`. */
export default class NotificationDelete extends KumaCommand<typeof NotificationDelete> {
  static override summary = "Delete a notification; monitors that have it alert it no longer.";
  static override description =
    "Asks before; for a notification that is the only one of some monitor, its name must be typed.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = deletionFlags;
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat",
    { description: "Without being asked", command: "<%= config.bin %> <%= command.id %> id:3 --yes" },
    { description: "Only if it is this one", command: "<%= config.bin %> <%= command.id %> id:3 --confirm ops-chat" },
  ];
  static output = (z: Zod) => z.union([deletedSchema(z), dryRunSchema(z, namedSchema(z).shape)]);
  static readOnly = false;
  static destructive = true;
  static idempotent = false;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NotificationDelete);
    const question = this.question("A confirmation", "--yes");
    requireConfirmation(question, flags);
    const client = await this.connect({ untilInterrupted: true });
    const notification = findNotification(await client.notifications.list(), args.notification);
    const { id, name } = notification;
    const deletion = describeNotificationDeletion(notification, await client.monitors.list());
    if (flags["dry-run"]) return this.printPlan(deletion.steps, { id, name });
    if (!(await confirmDeletion(question, deletion, flags))) this.exit(EXIT.interrupted);
    await client.notifications.delete(id);
    const text = `Deleted the notification "${printable(name)}" (id ${id}).`;
    this.printResult({ id, name, deleted: true }, text, String(id));
  }
}
