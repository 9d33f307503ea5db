import type { KumaClient, Notification } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";
import type { IfExists } from "../monitors/push-monitor-wish.ts";
import { findNotification } from "./find-notification.ts";
import type { NotificationConfig } from "./read-config.ts";

/** A notification as somebody wants it. */
export interface NotificationWish {
  readonly name: string;
  /** The provider. */
  readonly type: string;
  readonly isDefault: boolean;
  /** The provider's settings: secret. */
  readonly config: NotificationConfig;
  /** Send a test message first. */
  readonly test: boolean;
  readonly ifExists: IfExists;
}

/** A notification that is there now. */
export interface EnsuredNotification {
  readonly notification: Notification;
  readonly outcome: "created" | "kept" | "updated";
  /** In which ways a kept notification is not as wished. */
  readonly warnings: readonly string[];
}

/**
 * Makes sure that there is a notification of that name.
 *
 * @throws CliError (exit 6) when it exists and that is an error; KumaError, also when the test message cannot be sent
 */
export async function ensureNotification(client: KumaClient, wish: NotificationWish): Promise<EnsuredNotification> {
  const { name, type, isDefault, config } = wish;
  const all = await client.notifications.list();
  const isThere = all.some((notification) => notification.name === name);
  const existing = isThere ? findNotification(all, name) : undefined;
  if (existing !== undefined && wish.ifExists === "error") throw alreadyThere(existing);
  if (existing !== undefined && wish.ifExists === "keep") {
    if (wish.test) await client.notifications.test(existing.id);
    return { notification: existing, outcome: "kept", warnings: shortcomings(existing, wish) };
  }
  const input = { ...config, name, type, isDefault: isDefault || existing?.isDefault === true };
  if (wish.test) await client.notifications.test(input);
  if (existing === undefined)
    return { notification: await client.notifications.create(input), outcome: "created", warnings: [] };
  return { notification: await client.notifications.update(existing.id, input), outcome: "updated", warnings: [] };
}

function shortcomings({ type, isDefault }: Notification, wish: NotificationWish): readonly string[] {
  return [
    ...(type === wish.type ? [] : [`it is of type ${type}, not ${wish.type}`]),
    ...(wish.isDefault && !isDefault ? ["it is not a default one: new monitors do not get it"] : []),
  ];
}

function alreadyThere({ id, name }: Notification): CliError {
  return new CliError({
    code: "KUMA_NOTIFICATION_EXISTS",
    message: `The notification ${JSON.stringify(name)} exists already (id ${id})`,
    hint: "--if-exists keep, or --if-exists update",
    exit: EXIT.refused,
  });
}
