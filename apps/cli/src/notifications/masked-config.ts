import type { Notification, NotificationTypeDescription } from "@kumakit/client";
import { maskSecrets } from "@kumakit/text";

import type { Json } from "../server-settings.ts";

/** Fields that say what the notification is, and not how it sends. */
const OWN = new Set(["id", "name", "type", "isDefault", "active", "applyExisting", "userId", "kumakit"]);

/**
 * The provider's settings without its secrets. Of a provider that is not known here all texts are masked: nobody knows
 * which of them are secrets.
 */
export async function maskedConfig({ type, config }: Notification): Promise<Record<string, Json>> {
  const { describeNotificationTypes } = await import("../client-work.ts");
  return maskedBy(
    describeNotificationTypes().find((one) => one.type === type),
    config,
  );
}

/** The settings without the secrets of their provider. */
export function maskedBy(
  provider: NotificationTypeDescription | undefined,
  config: Readonly<Record<string, unknown>>,
): Record<string, Json> {
  const open = new Set(provider?.fields.flatMap(({ name, isSecret }) => (isSecret ? [] : [name])));
  const shown = Object.entries(config).filter(([name, value]) => !OWN.has(name) && value !== undefined);
  return Object.fromEntries(shown.map(([name, value]) => [name, masked(value, open.has(name))]));
}

function masked(value: unknown, isOpen: boolean): Json {
  if (value === null || typeof value === "boolean") return value;
  if (!isOpen) return value === "" ? "" : "***";
  if (typeof value === "number") return value;
  return typeof value === "string" ? maskSecrets(value) : (JSON.parse(maskSecrets(JSON.stringify(value))) as Json);
}
