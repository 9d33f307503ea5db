import { KumaValidationError } from "../../errors/kuma-errors.ts";
import type { Notification } from "../../model/notification.ts";
import type { CallOptions } from "../call-options.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";

/** How notifications are looked up. */
export interface NotificationLookup {
  readonly notifications: (options?: CallOptions) => Promise<readonly Notification[]>;
  /** One of them, also one that another client has just made. */
  readonly notification: (id: number, options?: CallOptions) => Promise<Notification>;
}

/**
 * Makes sure that every notification exists: the server notices only after it has stored the monitor.
 *
 * @throws {@link KumaNotFoundError}
 */
export async function checkNotifications(
  lookup: NotificationLookup,
  ids: readonly number[],
  options?: CallOptions,
): Promise<void> {
  const known = await lookup.notifications(options);
  const missing = ids.filter((id) => !known.some((notification) => notification.id === id));
  for (const id of missing) await lookup.notification(id, options);
}

/**
 * Makes sure that a parent exists and is a group. The server has reported it, and would have reported its end: asking for a group takes
 * a server the longer, the more is in it.
 *
 * @throws {@link KumaNotFoundError} when it does not exist.
 * @throws {@link KumaValidationError} when it is not a group.
 */
export async function checkParent(context: ClientContext, parent: number, options?: CallOptions): Promise<void> {
  if (await isReportedGroup(context, parent, options)) return;
  const { type } = await fetchMonitor(context, parent, options);
  if (type !== "group") throw new KumaValidationError("parent", `the monitor ${parent} is not a group`);
}

/** After a lost connection the list of the next log-in counts. */
async function isReportedGroup(
  { events, live, transport }: ClientContext,
  id: number,
  options?: CallOptions,
): Promise<boolean> {
  await transport.ready(options);
  await live.monitorList(transport, options);
  return Reflect.get(Object(events.monitorRow(id)), "type") === "group";
}
