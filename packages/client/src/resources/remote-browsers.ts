import * as z from "zod";
import { checkText } from "../arguments/check-text.ts";
import { KumaUnsupportedError } from "../errors/kuma-errors.ts";
import type { RemoteBrowser, RemoteBrowserInput, RemoteBrowserPatch } from "../model/remote-browser.ts";
import { nameSchema } from "../monitor-types/field-schemas.ts";
import { validate } from "../monitor-types/validate.ts";
import { readAck } from "../protocol/ack.ts";
import { hide } from "../protocol/hide.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { secretsOf } from "../errors/redact.ts";
import { StoredItems } from "./stored-items.ts";

const rowSchema = z
  .object({ id: idSchema, name: z.string().nullish(), url: z.string().nullish() })
  .transform(({ id, name, url }): RemoteBrowser => hide({ id, name: name ?? "", url: url ?? "" }, "url"));

const shape = {
  name: nameSchema,
  url: z.string().regex(/^wss?:\/\/\S+$/i, "must be an address that starts with ws:// or wss://"),
};
const inputSchema: z.ZodType<RemoteBrowserInput> = z.strictObject(shape);
const patchSchema: z.ZodType<RemoteBrowserPatch> = z.strictObject({
  name: shape.name.optional(),
  url: shape.url.optional(),
});

/** The remote browsers of a server; every call needs Uptime Kuma 2.0. */
export interface RemoteBrowsers {
  /**
   * All of them.
   *
   * @throws {@link KumaUnsupportedError} before 2.0, as every call here.
   */
  list(options?: CallOptions): Promise<readonly RemoteBrowser[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<RemoteBrowser>;
  /**
   * Sets a new one up. The server does not try it: {@link RemoteBrowsers.test} does.
   *
   * @throws {@link KumaValidationError} when a field is wrong.
   */
  create(input: RemoteBrowserInput, options?: CallOptions): Promise<RemoteBrowser>;
  /**
   * Changes some fields. Sends nothing when nothing would change.
   *
   * @throws {@link KumaNotFoundError} when there is no such browser.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, patch: RemoteBrowserPatch, options?: CallOptions): Promise<RemoteBrowser>;
  /**
   * Deletes one. The monitors that used it use the server's own browser from then on.
   *
   * @throws {@link KumaNotFoundError} when there is no such browser.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Makes the server connect to a browser.
   *
   * @param browser - The id of one that is set up, or the address of one.
   * @throws {@link KumaRejectedError} with the reason, masked, when it cannot.
   */
  test(browser: number | string, options?: CallOptions): Promise<void>;
}

/** {@link RemoteBrowsers} over a connection. */
export class RemoteBrowsersOverSocket implements RemoteBrowsers {
  readonly #context: ClientContext;
  readonly #stored: StoredItems<RemoteBrowser>;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.#stored = new StoredItems(context, {
      resource: "remote browser",
      list: "remoteBrowserList",
      schema: rowSchema,
      events: { save: "addRemoteBrowser", delete: "deleteRemoteBrowser" },
      toWire: ({ name, url }) => ({ name, url }),
      secretsOf,
    });
  }

  async list(options?: CallOptions): Promise<readonly RemoteBrowser[]> {
    return this.#items().list(options);
  }

  async get(id: number, options?: CallOptions): Promise<RemoteBrowser> {
    return this.#items().get(id, options);
  }

  async create(input: RemoteBrowserInput, options?: CallOptions): Promise<RemoteBrowser> {
    return this.#items().create({ ...validate(inputSchema, input) }, options);
  }

  async update(id: number, patch: RemoteBrowserPatch, options?: CallOptions): Promise<RemoteBrowser> {
    return this.#items().update(id, { ...validate(patchSchema, patch) }, options);
  }

  async delete(id: number, options?: CallOptions): Promise<void> {
    return this.#items().delete(id, options);
  }

  async test(browser: number | string, options?: CallOptions): Promise<void> {
    const items = this.#items();
    if (typeof browser !== "number") checkText(browser, "browser");
    const given = typeof browser === "number" ? await items.get(browser, options) : { name: "test", url: browser };
    const { url } = validate(inputSchema, { name: "test", url: given.url });
    const answer = await this.#context.transport.call("testRemoteBrowser", [{ url }], options);
    readAck(answer, { what: "The test of the remote browser", secrets: secretsOf({ url }) });
  }

  /** Only a server that speaks of single monitors, 2.0 and later, knows remote browsers. */
  #items(): StoredItems<RemoteBrowser> {
    const { capabilities, version } = this.#context.server;
    if (capabilities.sendsSingleMonitors) return this.#stored;
    throw new KumaUnsupportedError("A remote browser", { needs: "2.0", serverVersion: version });
  }
}
