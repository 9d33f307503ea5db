import { KumaNotFoundError, KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Notification } from "../../model/notification.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

/**
 * Makes sure that every notification exists: the server notices only after it has stored the monitor.
 *
 * @throws {@link KumaNotFoundError}
 */
export function checkNotifications(ids: readonly number[], known: readonly Notification[]): void {
  const missing = ids.find((id) => !known.some((notification) => notification.id === id));
  if (missing !== undefined) throw new KumaNotFoundError("notification", missing);
}

/**
 * Makes sure that a parent exists and is a group.
 *
 * @throws {@link KumaNotFoundError} when it does not exist.
 * @throws {@link KumaValidationError} when it is not a group.
 */
export async function checkParent(context: ClientContext, parent: number, options?: CallOptions): Promise<void> {
  const { type } = await fetchMonitor(context, parent, options);
  if (type !== "group") throw new KumaValidationError("parent", `the monitor ${parent} is not a group`);
}
