import * as z from "zod";
import { KumaNotFoundError } from "../errors/kuma-not-found-error.ts";
import type { Notification, NotificationInput, NotificationPatch } from "../model/notification.ts";
import { nameSchema } from "../monitor-types/field-schemas.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import { notificationSchema } from "../protocol/notification-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { makeOnce } from "./make-once.ts";
import { isSameValue } from "./same-value.ts";
import { secretsOf } from "./secrets-of.ts";

const inputSchema: z.ZodType<NotificationInput> = z.looseObject({
  name: nameSchema,
  type: z.string().min(1, "must not be empty"),
  isDefault: z.boolean().optional(),
});

const patchSchema: z.ZodType<NotificationPatch> = z.looseObject({
  name: nameSchema.optional(),
  isDefault: z.boolean().optional(),
});

type Config = Readonly<Record<string, unknown>>;

/** The ways to alert somebody that are set up on a server. */
export interface Notifications {
  /** All of them. */
  list(options?: CallOptions): Promise<readonly Notification[]>;
  /**
   * Sets a new one up. The provider's fields stand beside `name` and `type`; the server checks none of them, so send a
   * {@link Notifications.test}.
   *
   * @throws {@link KumaValidationError} when name or type is missing.
   */
  create(input: NotificationInput, options?: CallOptions): Promise<Notification>;
  /**
   * Changes some fields. Sends nothing when nothing would change.
   *
   * @throws {@link KumaNotFoundError} when there is no such notification.
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
  test(notification: number | NotificationInput, options?: CallOptions): Promise<void>;
}

/** {@link Notifications} over a connection. */
export class NotificationsOverSocket implements Notifications {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async list(options?: CallOptions): Promise<readonly Notification[]> {
    const { live, transport } = this.#context;
    // There is no request for this list: the server sends it after the log-in and after each change, by whomever.
    await transport.ready(options);
    const payload = await live.notificationList(transport, options);
    return parsePayload("The list of notifications", z.array(notificationSchema), payload);
  }

  async create(input: NotificationInput, options?: CallOptions): Promise<Notification> {
    const config = { isDefault: false, ...validate(inputSchema, input) };
    const before = new Set((await this.list(options)).map(({ id }) => id));
    return makeOnce(
      async () => this.#get(await this.#save(config, null, options), options),
      async () => {
        const made = await this.list(options);
        return made.find(({ id, name, type }) => !before.has(id) && name === input.name && type === input.type);
      },
    );
  }

  async update(id: number, patch: NotificationPatch, options?: CallOptions): Promise<Notification> {
    const changes = validate(patchSchema, patch);
    const present = await this.#get(id, options);
    const before: Config = { ...present.config, name: present.name, isDefault: present.isDefault };
    const config: Config = {
      ...before,
      ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    };
    if (isSameValue(before, config)) return present;
    await this.#save(config, id, options);
    return this.#get(id, options);
  }

  async delete(id: number, options?: CallOptions): Promise<void> {
    await this.#get(id, options);
    const answer = await this.#context.transport.call("deleteNotification", [id], options);
    readAck(answer, { what: `Deleting the notification ${id}` });
  }

  async test(notification: number | NotificationInput, options?: CallOptions): Promise<void> {
    const config = await this.#configToTest(notification, options);
    const answer = await this.#context.transport.call("testNotification", [config], options);
    readAck(answer, { what: "The test message", secrets: secretsOf(config) });
  }

  async #configToTest(notification: number | NotificationInput, options?: CallOptions): Promise<Config> {
    if (typeof notification !== "number") return validate(inputSchema, notification);
    const { config, name } = await this.#get(notification, options);
    return { ...config, name };
  }

  async #get(id: number, options?: CallOptions): Promise<Notification> {
    const found = (await this.list(options)).find((notification) => notification.id === id);
    if (found === undefined) throw new KumaNotFoundError("notification", id);
    return found;
  }

  async #save(config: Config, id: number | null, options?: CallOptions): Promise<number> {
    // Up to 2.2 the server keeps applyExisting, and attaches the notification to every monitor at each later edit.
    const answer = await this.#context.transport.call(
      "addNotification",
      [{ ...config, applyExisting: false }, id],
      options,
    );
    const ack = readAck(answer, { what: "The notification", secrets: secretsOf(config) });
    return fieldOf(ack, "id", idSchema);
  }
}
