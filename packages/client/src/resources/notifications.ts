import type { Notification, NotificationInputOf, NotificationPatch } from "../model/notification.ts";
import type { CallOptions } from "./call-options.ts";

/** The ways to alert somebody that are set up on a server. */
export interface Notifications {
  /** All of them. */
  list(options?: CallOptions): Promise<readonly Notification[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<Notification>;
  /**
   * Sets a new one up. The provider's fields stand beside `name` and `type`. They are checked here, because the server
   * checks none of them; only a {@link Notifications.test} shows whether they work. A provider that this package does
   * not know is passed on untouched.
   *
   * @throws {@link KumaValidationError} naming the field that is wrong.
   * @throws {@link KumaUnsupportedError} when the server is older than the provider.
   *
   * @example
   * ```ts
   * await client.notifications.create({
   *   type: "telegram",
   *   name: "ops chat",
   *   telegramBotToken: token,
   *   telegramChatID: "-1001234567890",
   * });
   * ```
   */
  create<Type extends string>(input: NotificationInputOf<Type>, options?: CallOptions): Promise<Notification>;
  /**
   * Checks an input as {@link Notifications.create} does, against this server, and sends nothing.
   *
   * @throws The errors of {@link Notifications.create} that come before anything is sent.
   */
  check(input: Readonly<Record<string, unknown>>): void;
  /**
   * Says which fields {@link Notifications.update} would change, and changes nothing. Values are not in it: they may be secret.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
   * @throws {@link KumaValidationError} naming the field that is wrong.
   */
  changes(id: number, patch: NotificationPatch, options?: CallOptions): Promise<readonly string[]>;
  /**
   * Changes some fields; those that are `undefined` stay. Sends nothing when nothing would change. Another `type` wants all fields
   * of the new provider: those of the old one are removed.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
   * @throws {@link KumaValidationError} naming the field that is wrong.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, patch: NotificationPatch, options?: CallOptions): Promise<Notification>;
  /**
   * Deletes one, and takes it off every monitor.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Makes the server send a test message, and waits until the provider has taken it.
   *
   * @param notification - The id of one that is set up, or the input of one that is not yet.
   * @throws {@link KumaRejectedError} with the provider's own words, masked, when it did not.
   */
  test<Type extends string>(notification: number | NotificationInputOf<Type>, options?: CallOptions): Promise<void>;
  /**
   * Says whether new monitors get it. The server leaves that to its clients: its web page and
   * {@link Monitors.create} heed it.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
   */
  setDefault(id: number, isDefault: boolean, options?: CallOptions): Promise<Notification>;
  /**
   * Makes a monitor alert through a notification, beside those that it has. Sends nothing when it does already.
   *
   * @throws {@link KumaNotFoundError} when there is no such monitor or notification.
   */
  attach(monitorId: number, notificationId: number, options?: CallOptions): Promise<void>;
  /**
   * Makes a monitor alert no longer through a notification. Sends nothing when it does not.
   *
   * @throws {@link KumaNotFoundError} when there is no such monitor.
   */
  detach(monitorId: number, notificationId: number, options?: CallOptions): Promise<void>;
  /**
   * Makes every monitor that there is now alert through a notification. Sends nothing when all do.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
   */
  attachToAll(id: number, options?: CallOptions): Promise<void>;
}
