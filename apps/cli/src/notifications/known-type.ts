import type { NotificationTypeDescription } from "@kumakit/client";
import { closest } from "@kumakit/text";

import { usageError } from "../cli-error.ts";

/** The provider of that type. @throws CliError (exit 2) for one that is not known, with the one that was probably meant */
export async function knownType(type: string): Promise<NotificationTypeDescription> {
  const { describeNotificationTypes } = await import("../client-work.ts");
  const all = describeNotificationTypes();
  const found = all.find((provider) => provider.type.toLowerCase() === type.toLowerCase());
  if (found !== undefined) return found;
  const meant = closest(
    type,
    all.map((provider) => provider.type),
  );
  const guess = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  throw usageError(`There is no notification type ${JSON.stringify(type)}.${guess}`, "kuma notification types");
}
