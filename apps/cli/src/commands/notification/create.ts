import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { NotificationConfig, NotificationWish } from "@kumakit/provision";
import { closest } from "@kumakit/text";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { actionsSchema, dryRunSchema, outcomeSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { ifExistsFlag } from "../../flags/monitor-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { describeNotification, notificationData, notificationSchema } from "../../notifications/notification-data.ts";
import { knownType } from "../../notifications/known-type.ts";
import { readConfig } from "../../notifications/read-config.ts";
import { requireTerminal } from "../../prompts/require-terminal.ts";

/** `kuma notification create NAME`. */
export default class NotificationCreate extends KumaCommand<typeof NotificationCreate> {
  static override summary = "Create a notification: a way in which monitors alert somebody.";
  static override description =
    'The settings of the provider are a JSON object with the names that Uptime Kuma gives them, such as {"webhookURL": "https://…", "webhookContentType": "json"} for the type webhook. They often hold secrets, so they come from a file or from stdin, and are never printed. On a terminal kuma asks for the provider and its settings when they are not given.';
  static override args = { name: Args.string({ description: "The notification's name.", required: true }) };
  static override flags = {
    type: Flags.string({ summary: "The provider, such as webhook or slack.", helpValue: "TYPE" }),
    "config-file": Flags.string({
      summary: "Read the provider's settings from this JSON file, or - for stdin.",
      helpValue: "FILE",
    }),
    default: Flags.boolean({ summary: "Attach it to new monitors that name no other.", allowNo: true }),
    test: Flags.boolean({
      default: false,
      summary: "Send a test message before it is saved; nothing is saved when that fails.",
    }),
    force: Flags.boolean({
      default: false,
      summary: "Take a type that kuma does not know, such as one of a newer server.",
    }),
    "if-exists": ifExistsFlag(),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    {
      description: "Asked for one thing after the other",
      command: "<%= config.bin %> <%= command.id %> ops-chat --test",
    },
    "<%= config.bin %> <%= command.id %> ops-chat --type GoogleChat --config-file chat.json --default --test",
    {
      description: "With the settings from stdin",
      command: "<%= config.bin %> <%= command.id %> hook --type webhook --config-file - --if-exists update",
    },
  ];
  static output = (z: Zod) => {
    const result = { outcome: outcomeSchema(z), warnings: z.array(z.string()) };
    return z.union([notificationSchema(z).extend(result), dryRunSchema(z, { ...result, actions: actionsSchema(z) })]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NotificationCreate);
    const { type, config } = await this.#settings(flags);
    const client = await this.connect({ untilInterrupted: true });
    const { name } = args;
    const wish: NotificationWish = {
      name,
      type,
      isDefault: flags.default,
      config,
      test: flags.test,
      ifExists: flags["if-exists"],
      allowUnknownType: flags.force,
    };
    if (flags["dry-run"]) {
      const { describeActions, planNotification } = await import("../../provision-work.ts");
      const plan = await planNotification(client, wish);
      const { outcome, warnings, actions } = plan;
      return this.printPlan(describeActions(plan), { outcome, warnings, actions });
    }
    const { ensureNotification } = await import("../../provision-work.ts");
    const ensured = await ensureNotification(client, wish);
    const { notification, outcome, warnings } = ensured;
    for (const warning of warnings) this.warn(`The notification ${JSON.stringify(name)} is kept, but ${warning}`);
    this.printResult(
      { ...notificationData(notification), outcome, warnings },
      describeNotification(notification, outcome),
      String(notification.id),
    );
  }

  /** As the flags give them; a person is asked for the rest before anything is said to the server. */
  async #settings(flags: {
    readonly type?: string | undefined;
    readonly "config-file"?: string | undefined;
  }): Promise<{ readonly type: string; readonly config: NotificationConfig }> {
    const { type, "config-file": file } = flags;
    if (file !== undefined) {
      if (type === undefined) throw usageError("--config-file goes with its provider", "--type TYPE");
      await requireKnownType(type);
      return { type, config: await readConfig(file) };
    }
    const { describeNotificationTypes } = await import("../../client-work.ts");
    const { askProvider, askSettings } = await import("../../notifications/ask-settings.ts");
    const provider =
      type === undefined
        ? await askProvider(this.question("The provider", "--type TYPE"), describeNotificationTypes())
        : await knownType(type);
    const question = this.question("A file with the provider's settings", "--config-file FILE");
    requireTerminal(question);
    return { type: provider.type, config: await askSettings(question, provider) };
  }
}

/** A slip in the provider's name is said before its settings are asked for. A name that is like no other may be a newer one. */
async function requireKnownType(type: string): Promise<void> {
  const { describeNotificationTypes } = await import("../../client-work.ts");
  const types = describeNotificationTypes().map((provider) => provider.type);
  const meant = types.includes(type) ? undefined : closest(type, types);
  if (meant === undefined) return;
  throw usageError(
    `There is no notification type ${JSON.stringify(type)}. Did you mean ${JSON.stringify(meant)}?`,
    `--type ${meant}`,
  );
}
