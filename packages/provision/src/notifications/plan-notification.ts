import { describeNotificationTypes, type KumaClient, type Notification } from "@kumakit/client";
import { didYouMean } from "@kumakit/text";

import { ProvisionError } from "../errors/provision-error.ts";
import type { IfExists, NamedNotification } from "../monitors/monitor-wish.ts";
import { findNotification } from "../names/find-named.ts";

/** The settings of a notification's provider: secret. */
export type NotificationConfig = Readonly<Record<string, unknown>>;

/** A notification as somebody wants it. */
export interface NotificationWish {
  /** What people call it. */
  readonly name: string;
  /** The provider, such as `slack`. */
  readonly type: string;
  /** Whether new monitors that name no other get it; undefined leaves it so as it is. */
  readonly isDefault?: boolean | undefined;
  /** The provider's settings: secret. Those that are left out stay. */
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

/** One thing that is done with a notification. Plain data without secrets. */
export type NotificationAction =
  | {
      /** Sends a test message. */
      readonly kind: "test";
    }
  | {
      /** Makes a notification. */
      readonly kind: "create-notification";
      readonly name: string;
      readonly type: string;
      readonly isDefault: boolean;
    }
  | {
      /** Gives a notification those settings of the wish that it has otherwise. */
      readonly kind: "edit-notification";
      readonly notification: NamedNotification;
      /** Their names. No plan holds a value: which of them is a secret, is not known of every provider. */
      readonly changes: readonly { readonly setting: string; readonly isSecret: true }[];
    };

/** The actions that a wish needs. Plain data without secrets; nothing was changed. */
export interface NotificationPlan {
  /** The version of this form. */
  readonly version: 1;
  /** The result of the plan. */
  readonly outcome: "created" | "kept" | "updated";
  /** The notification that exists already. */
  readonly notification: NamedNotification | null;
  /** In which ways a kept notification is not as wished. */
  readonly warnings: readonly string[];
  /** The actions, in order. */
  readonly actions: readonly NotificationAction[];
}

/** A plan, and the notification as it is now: that holds secrets. */
export interface PlannedNotification {
  readonly plan: NotificationPlan;
  readonly existing: Notification | undefined;
}

/**
 * Looks at what is there and says what a wish comes to, changing nothing.
 *
 * @throws ProvisionError when it exists and that is an error, when several have the name, or for an unknown provider;
 * KumaError for settings that are wrong
 */
export async function planNotification(client: KumaClient, wish: NotificationWish): Promise<NotificationPlan> {
  return (await lookUpNotification(client, wish)).plan;
}

/** The same with the notification itself. */
export async function lookUpNotification(client: KumaClient, wish: NotificationWish): Promise<PlannedNotification> {
  const { name, type, ifExists } = wish;
  const all = await client.notifications.list();
  const existing = all.some((one) => one.name === name) ? findNotification(all, name) : undefined;
  if (existing?.type !== type && wish.allowUnknownType !== true) requireKnownType(type);
  if (existing !== undefined && ifExists === "error") throw alreadyThere(existing);
  return { plan: await planFor(client, wish, existing), existing };
}

async function planFor(
  client: KumaClient,
  wish: NotificationWish,
  existing: Notification | undefined,
): Promise<NotificationPlan> {
  const { name, type, isDefault = false, ifExists, config } = wish;
  const tests: readonly NotificationAction[] = wish.test ? [{ kind: "test" }] : [];
  if (existing === undefined) {
    client.notifications.check({ ...config, name, type, isDefault });
    const create: NotificationAction = { kind: "create-notification", name, type, isDefault };
    return { version: 1, outcome: "created", notification: null, warnings: [], actions: [...tests, create] };
  }
  const notification = { id: existing.id, name: existing.name };
  if (ifExists === "update") {
    const patch = { ...config, type, isDefault: wish.isDefault };
    const changed = await client.notifications.changes(existing.id, patch);
    if (changed.length === 0) return { version: 1, outcome: "kept", notification, warnings: [], actions: tests };
    const changes = changed.map((setting) => ({ setting, isSecret: true as const }));
    const edit: NotificationAction = { kind: "edit-notification", notification, changes };
    return { version: 1, outcome: "updated", notification, warnings: [], actions: [...tests, edit] };
  }
  return { version: 1, outcome: "kept", notification, warnings: shortcomings(existing, wish), actions: tests };
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
    ...(wish.isDefault === true && !isDefault ? ["it is not a default one: new monitors do not get it"] : []),
  ];
}

function alreadyThere({ id, name }: Notification): ProvisionError {
  return new ProvisionError({
    code: "KUMA_NOTIFICATION_EXISTS",
    message: `The notification ${JSON.stringify(name)} exists already (id ${id})`,
  });
}
