import type { Notification } from "@kumakit/client";

import { findNamed } from "../names/find-named.ts";

/**
 * Finds a notification by its name or as `id:3`.
 *
 * @throws ProvisionError when there is none, with the name that was probably meant; also when several have it
 */
export function findNotification(all: readonly Notification[], reference: string): Notification {
  return findNamed(all, reference, { kind: "notification" });
}
