import { describeNotificationTypes, type KumaClient, type Notification } from "@kumakit/client";
import { didYouMean } from "@kumakit/text";

import { ProvisionError } from "../errors/provision-error.ts";
import type { IfExists } from "../monitors/monitor-wish.ts";
import { findNotification } from "../names/find-named.ts";

/** The settings of a notification's provider: secret. */
export type NotificationConfig = Readonly<Record<string, unknown>>;

/** A notification as somebody wants it. */
export interface NotificationWish {
  /** What people call it. */
  readonly name: string;
  /** The provider, such as `slack`. */
  readonly type: string;
  /** Whether new monitors that name no other get it. */
  readonly isDefault: boolean;
  /** The provider's settings: secret. */
  readonly config: NotificationConfig;
  /** Send a test message first. */
  readonly test: boolean;
  /** What to do when it is there already. */
  readonly ifExists: IfExists;
  /**
   * Whether a provider is taken that the client does not know, such as that of a newer server.
   * @defaultValue false
   */
  readonly allowUnknownType?: boolean;
}

/** The actions that a wish needs; nothing was changed. */
export interface NotificationPlan {
  /** What comes of it. */
  readonly outcome: "created" | "kept" | "updated";
  /** The notification as it is now. */
  readonly existing: Notification | undefined;
  /** In which ways a kept notification is not as wished. */
  readonly warnings: readonly string[];
  /** What would be done, each completing "Would …". */
  readonly steps: readonly string[];
}

/**
 * Looks at what is there and says what a wish comes to, changing nothing.
 *
 * @throws ProvisionError when it exists and that is an error, when several have the name, or for an unknown provider
 */
export async function planNotification(client: KumaClient, wish: NotificationWish): Promise<NotificationPlan> {
  const { name, type, ifExists } = wish;
  const all = await client.notifications.list();
  const existing = all.some((one) => one.name === name) ? findNotification(all, name) : undefined;
  if (existing?.type !== type && wish.allowUnknownType !== true) requireKnownType(type);
  const test = wish.test ? ["send a test message"] : [];
  const shown = JSON.stringify(name);
  if (existing === undefined) {
    const created = `create the notification ${shown} of the type ${type}${wish.isDefault ? ", for new monitors by default" : ""}`;
    return { outcome: "created", existing, warnings: [], steps: [...test, created] };
  }
  if (ifExists === "error") throw alreadyThere(existing);
  const steps = (verb: string, ending: string): string[] => [
    ...test,
    `${verb} the notification ${shown} (id ${existing.id})${ending}`,
  ];
  if (ifExists === "update")
    return { outcome: "updated", existing, warnings: [], steps: steps("update", " with these settings") };
  return { outcome: "kept", existing, warnings: shortcomings(existing, wish), steps: steps("keep", " as it is") };
}

/** Nothing would be sent through a provider that the server does not know, and nobody would notice. */
function requireKnownType(type: string): void {
  const known = describeNotificationTypes().map((description) => description.type);
  if (known.includes(type)) return;
  throw new ProvisionError({
    code: "KUMA_NOTIFICATION_TYPE",
    message: `No version of Uptime Kuma that is known here has the notification type ${JSON.stringify(type)}.${didYouMean(type, known)}`,
  });
}

function shortcomings({ type, isDefault }: Notification, wish: NotificationWish): readonly string[] {
  return [
    ...(type === wish.type ? [] : [`it is of type ${type}, not ${wish.type}`]),
    ...(wish.isDefault && !isDefault ? ["it is not a default one: new monitors do not get it"] : []),
  ];
}

function alreadyThere({ id, name }: Notification): ProvisionError {
  return new ProvisionError({
    code: "KUMA_NOTIFICATION_EXISTS",
    message: `The notification ${JSON.stringify(name)} exists already (id ${id})`,
  });
}
