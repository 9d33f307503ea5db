import * as Args from "@oclif/core/args";

import { EXIT } from "../../exit-codes.ts";
import { yesFlag } from "../../flags/monitor-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { findNotification } from "../../notifications/find-notification.ts";
import { printable } from "../../output/printable.ts";
import { askConfirmation } from "../../prompts/ask.ts";
import { requireTerminal } from "../../prompts/require-terminal.ts";

/** `kuma notification delete NOTIFICATION`. */
export default class NotificationDelete extends KumaCommand {
  static override summary = "Delete a notification; monitors that have it alert it no longer.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = { yes: yesFlag };
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat",
    { description: "Without being asked", command: "<%= config.bin %> <%= command.id %> id:3 --yes" },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NotificationDelete);
    const question = this.question("A confirmation", "--yes");
    if (!flags.yes) requireTerminal(question);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = findNotification(await client.notifications.list(), args.notification);
    const users = (await client.monitors.list()).filter(({ notificationIds }) => notificationIds.includes(id)).length;
    const shown = `"${printable(name)}" (id ${id})`;
    const message = `Delete the notification ${shown}, which ${users} monitor${users === 1 ? " has" : "s have"}?`;
    if (!flags.yes && !(await askConfirmation(question, message))) this.exit(EXIT.interrupted);
    await client.notifications.delete(id);
    this.printResult({ id, name, deleted: true }, `Deleted the notification ${shown}.`, String(id));
  }
}
