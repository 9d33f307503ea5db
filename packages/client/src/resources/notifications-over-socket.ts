import * as z from "zod";
import { checkId } from "../arguments/check-id.ts";
import { checkObject } from "../arguments/check-object.ts";
import type { Notification, NotificationInputOf, NotificationPatch } from "../model/notification.ts";
import { secretValuesOf } from "../notification-types/secret-values.ts";
import {
  keptFields,
  validateNotification,
  validateNotificationPatch,
} from "../notification-types/validate-notification.ts";
import type { NotificationCheck } from "../notification-types/validate-notification.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import { notificationSchema } from "../protocol/notification-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { isAtLeast, parseVersion } from "../server-version/version.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { editToLast } from "./lasting-edit.ts";
import { createOnce } from "./create-once.ts";
import type { Monitors } from "./monitors/monitors.ts";
import type { Notifications } from "./notifications.ts";
import { findSent } from "./find-sent.ts";
import { RowLooks } from "./row-looks.ts";
import { isSameValue } from "../same-value.ts";

type Config = Readonly<Record<string, unknown>>;

/** The rest of the client, as far as notifications need it. */
interface NotificationsContext extends ClientContext {
  readonly monitors: () => Monitors;
  /** Changes the notifications of a monitor, whatever they are by then. */
  readonly relink: (
    monitorId: number,
    request: { ids: (present: readonly number[]) => readonly number[]; options?: CallOptions | undefined },
  ) => Promise<void>;
}

/** The values of a notification that an edit writes, by name. The flag counts for the moment of an edit only. */
function rowOf({ config, isDefault, name }: Notification): Config {
  const { applyExisting: _, ...kept } = config;
  return { ...kept, name, isDefault };
}

/** {@link Notifications} over a connection. */
export class NotificationsOverSocket implements Notifications {
  readonly #context: NotificationsContext;

  /** Takes the connection. */
  constructor(context: NotificationsContext) {
    this.#context = context;
  }

  async list(options?: CallOptions): Promise<readonly Notification[]> {
    const { live, transport } = this.#context;
    // There is no request for this list: the server sends it after the log-in and after each change, by whomever.
    const payload = await live.lists.get("notificationList", transport, options);
    return parsePayload("The list of notifications", z.array(notificationSchema), payload);
  }

  get(id: number, options?: CallOptions): Promise<Notification> {
    return findSent(this.#context, { id, resource: "notification", list: () => this.list(options), options });
  }

  async create<Type extends string>(input: NotificationInputOf<Type>, options?: CallOptions): Promise<Notification> {
    const config: Config = { isDefault: false, ...validateNotification(input, this.#check) };
    const before = new Set((await this.list(options)).map(({ id }) => id));
    return createOnce(
      async () => this.get(await this.#save(config, null, options), options),
      async () => {
        // Somebody else may have made one of that name meanwhile: only what says the same everywhere is taken for it.
        const { applyExisting: _, ...asked } = config;
        const isAsAsked = (found: Notification): boolean => isSameValue({ ...found.config, ...asked }, found.config);
        return (await this.list(options)).find((found) => !before.has(found.id) && isAsAsked(found));
      },
    );
  }

  check(input: Readonly<Record<string, unknown>>): void {
    validateNotification(input, this.#check);
  }

  async changes(id: number, patch: NotificationPatch, options?: CallOptions): Promise<readonly string[]> {
    checkObject(patch, "patch");
    const present = rowOf(await this.get(id, options));
    const wished = this.#changed(present, patch);
    return Object.keys({ ...present, ...wished }).filter((name) => !isSameValue(present[name], wished[name]));
  }

  update(id: number, patch: NotificationPatch, options?: CallOptions): Promise<Notification> {
    const change = (): Promise<Notification> => this.#change(id, patch, options);
    const { writes } = this.#context;
    // Put on every monitor, or on none but itself.
    return Object(patch)["applyExisting"] === true
      ? writes.all("monitor", () => writes.one(["notification", id], change, options), options)
      : writes.one(["notification", id], change, options);
  }

  async #change(id: number, patch: NotificationPatch, options?: CallOptions): Promise<Notification> {
    using looks = new RowLooks(this.#context, "notificationList", (list) => {
      const found = z
        .array(notificationSchema)
        .safeParse(list)
        .data?.find((notification) => notification.id === id);
      return found === undefined ? undefined : rowOf(found);
    });
    checkObject(patch, "patch");
    const { applyExisting, ...rest } = patch;
    let isToApply = applyExisting === true;
    await editToLast(this.#context, {
      what: `the notification ${id}`,
      looks,
      options,
      read: async () => rowOf(await this.get(id, options)),
      wish: (present) => ({ ...this.#changed(present, rest), ...(isToApply ? { applyExisting: true } : {}) }),
      write: async (row) => {
        await this.#save({ ...row, applyExisting: isToApply }, id, options);
        isToApply = false;
      },
    });
    return this.get(id, options);
  }

  #changed(present: Config, patch: NotificationPatch): Config {
    const changes = validateNotificationPatch(patch, present, this.#check);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const isOtherType = changes["type"] !== undefined && changes["type"] !== present["type"];
    return { ...(isOtherType ? keptFields(present) : present), ...Object.fromEntries(given) };
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    const remove = (): Promise<void> => this.#remove(id, options);
    const { writes } = this.#context;
    // An edit of a monitor that has it would ask for what is not there any more.
    return writes.all("monitor", () => writes.one(["notification", id], remove, options), options);
  }

  async #remove(id: number, options?: CallOptions): Promise<void> {
    await this.get(id, options);
    const answer = await this.#context.transport.call("deleteNotification", [id], options);
    readAck(answer, { what: `Deleting the notification ${id}` });
  }

  async test<Type extends string>(
    notification: number | NotificationInputOf<Type>,
    options?: CallOptions,
  ): Promise<void> {
    const config = await this.#configToTest(notification, options);
    const answer = await this.#context.transport.call("testNotification", [config], options);
    readAck(answer, { what: "The test message", secrets: secretValuesOf(config) });
  }

  async setDefault(id: number, isDefault: boolean, options?: CallOptions): Promise<Notification> {
    return this.update(id, { isDefault }, options);
  }

  async attach(monitorId: number, notificationId: number, options?: CallOptions): Promise<void> {
    checkId(monitorId, "monitorId");
    checkId(notificationId, "notificationId");
    await this.get(notificationId, options);
    await this.#context.relink(monitorId, {
      ids: (ids) => (ids.includes(notificationId) ? ids : [...ids, notificationId]),
      options,
    });
  }

  async detach(monitorId: number, notificationId: number, options?: CallOptions): Promise<void> {
    checkId(monitorId, "monitorId");
    checkId(notificationId, "notificationId");
    const without = (ids: readonly number[]): readonly number[] =>
      ids.includes(notificationId) ? ids.filter((id) => id !== notificationId) : ids;
    await this.#context.relink(monitorId, { ids: without, options });
  }

  attachToAll(id: number, options?: CallOptions): Promise<void> {
    const attach = (): Promise<void> => this.#attachToAll(id, options);
    const { writes } = this.#context;
    return writes.all("monitor", () => writes.one(["notification", id], attach, options), options);
  }

  async #attachToAll(id: number, options?: CallOptions): Promise<void> {
    await this.get(id, options);
    const monitors = await this.#context.monitors().list(options);
    if (monitors.every(({ notificationIds }) => notificationIds.includes(id))) return;
    await this.#change(id, { applyExisting: true }, options);
  }

  get #check(): NotificationCheck {
    return { server: this.#context.server, logger: this.#context.transport.settings.logger };
  }

  async #configToTest(
    notification: number | { readonly type: string; readonly name: unknown },
    options?: CallOptions,
  ): Promise<Config> {
    if (typeof notification !== "number") return validateNotification(notification, this.#check);
    const { config, name } = await this.get(notification, options);
    return { ...config, name };
  }

  async #save(config: Config, id: number | null, options?: CallOptions): Promise<number> {
    const applyExisting = config["applyExisting"] === true;
    const saved = await this.#send({ ...config, applyExisting }, id, options);
    // Up to 2.2 the server keeps the flag, and attaches the notification to every monitor again at each later edit.
    if (applyExisting && this.#keepsApplyExisting)
      await this.#send({ ...config, applyExisting: false }, saved, options);
    return saved;
  }

  async #send(config: Config, id: number | null, options?: CallOptions): Promise<number> {
    const answer = await this.#context.transport.call("addNotification", [config, id], options);
    return fieldOf(readAck(answer, { what: "The notification", secrets: secretValuesOf(config) }), "id", idSchema);
  }

  get #keepsApplyExisting(): boolean {
    const line = parseVersion(this.#context.server.capabilities.line);
    return line === undefined || !isAtLeast(line, [2, 3, 0]);
  }
}
