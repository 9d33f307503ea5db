import * as Args from "@oclif/core/args";

import { KumaCommand } from "../../kuma-command.ts";
import { findNotification } from "../../notifications/find-notification.ts";
import { printable } from "../../output/printable.ts";

/** `kuma notification test NOTIFICATION`. */
export default class NotificationTest extends KumaCommand {
  static override summary = "Have the server send a test message.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat",
    { description: "By its id", command: "<%= config.bin %> <%= command.id %> id:3" },
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(NotificationTest);
    const client = await this.connect({ untilInterrupted: true });
    const { id, name } = findNotification(await client.notifications.list(), args.notification);
    const progress = this.progress(`Sending a test message to ${printable(name)}`);
    try {
      await client.notifications.test(id);
    } finally {
      progress.stop();
    }
    this.printResult({ id, name, sent: true }, `Sent a test message to "${printable(name)}".`, String(id));
  }
}
