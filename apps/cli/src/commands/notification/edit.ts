import type { NotificationPatch } from "@kumakit/client";
import { findNotification } from "@kumakit/provision/names";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { notificationData, notificationSchema } from "../../notifications/notification-data.ts";
import { readConfig } from "../../notifications/read-config.ts";

/** `kuma notification edit NOTIFICATION`. */
export default class NotificationEdit extends KumaCommand<typeof NotificationEdit> {
  static override summary = "Change a notification; settings that are not named stay.";
  static override description =
    "The settings of the provider come from a file or from stdin, because they often hold secrets; only those that are in it change.";
  static override args = { notification: Args.string({ description: "Its name, or id:3.", required: true }) };
  static override flags = {
    name: Flags.string({ summary: "Call it so.", helpValue: "NAME" }),
    "config-file": Flags.string({
      summary: "Take these of the provider's settings from a JSON file, or - for stdin.",
      helpValue: "FILE",
    }),
    default: Flags.boolean({ summary: "Attach it to new monitors that name no other.", allowNo: true }),
    test: Flags.boolean({ default: false, summary: "Send a test message afterwards." }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> ops-chat --default",
    {
      description: "Another channel, and a test",
      command: "<%= config.bin %> <%= command.id %> ops-chat --config-file - --test",
    },
  ];
  static output = (z: Zod) => {
    const changed = { changed: z.array(z.string()).describe("The names of what was changed; never a value.") };
    return z.union([notificationSchema(z).extend(changed), dryRunSchema(z, changed)]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NotificationEdit);
    const patch = await patchOf(flags);
    if (Object.keys(patch).length === 0 && !flags.test)
      throw usageError("Nothing to change is named", "--config-file FILE");
    const client = await this.connect({ untilInterrupted: true });
    const before = findNotification(await client.notifications.list(), args.notification);
    const changed = await client.notifications.changes(before.id, patch);
    const test = flags.test ? ["send a test message"] : [];
    const steps = [...changed.map((name) => `change ${name}`), ...test];
    if (flags["dry-run"]) return this.printPlan(steps.length === 0 ? ["leave it as it is"] : steps, { changed });
    const after = changed.length === 0 ? before : await client.notifications.update(before.id, patch);
    if (flags.test) await client.notifications.test(after.id);
    const done = changed.length === 0 ? "Nothing to do" : `Changed ${changed.join(", ")}`;
    const text = `${done}: the notification ${JSON.stringify(after.name)} (id ${after.id}).${flags.test ? " A test message was sent." : ""}`;
    this.printResult({ ...notificationData(after), changed }, text, String(after.id));
  }
}

/** The change that flags stand for, secrets among it. */
async function patchOf(flags: {
  readonly name?: string | undefined;
  readonly default?: boolean | undefined;
  readonly "config-file"?: string | undefined;
}): Promise<NotificationPatch> {
  const file = flags["config-file"];
  return {
    ...(file === undefined ? {} : await readConfig(file)),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.default === undefined ? {} : { isDefault: flags.default }),
  };
}
