import * as z from "zod";
import { checkId } from "../arguments/check-id.ts";
import { KumaNotFoundError } from "../errors/kuma-errors.ts";
import { isUnclear, withHint } from "../errors/with-hint.ts";
import type { ApiKey, ApiKeyInput, CreatedApiKey } from "../model/api-key.ts";
import { nameSchema } from "../monitor-types/field-schemas.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { hide } from "../protocol/hide.ts";
import { flagSchema, idSchema } from "../protocol/id-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { parseServerTime } from "../protocol/server-time.ts";
import { instantOf } from "../model/local-time.ts";
import { wallTimeOf } from "../model/zoned-time.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

const rowSchema = z.object({
  id: idSchema,
  name: z.string().nullish(),
  createdDate: z.string().nullish(),
  expires: z.string().nullish(),
  active: flagSchema,
  status: z.enum(["active", "inactive", "expired"]),
});

const settingsSchema = z.object({ serverTimezone: z.string().min(1) });

const inputSchema: z.ZodType<ApiKeyInput> = z.strictObject({
  name: nameSchema,
  expiresAt: z.date("must be a time").nullish(),
});

function apiKeyOf(row: z.infer<typeof rowSchema>, timeZone: string): ApiKey {
  const { id, name, active, status, createdDate, expires } = row;
  const createdAt = parseServerTime(createdDate ?? "") ?? null;
  // The server compares it with its own clock, in its own time zone.
  const expiresAt = instantOf(expires ?? "", timeZone) ?? null;
  return Object.freeze({ id, name: name ?? "", createdAt, expiresAt, active, status });
}

/**
 * The API keys of a server. A key opens `/metrics` as the password of basic authentication, with any user name, and
 * nothing else: no socket, no push, no status page.
 */
export interface ApiKeys {
  /** All of them; never with the key itself. */
  list(options?: CallOptions): Promise<readonly ApiKey[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<ApiKey>;
  /**
   * Makes a key. **From the first key on, `/metrics` refuses the user's name and password**, also after every key was
   * deleted, and no request turns that back (measured on 1.23, 2.0 and 2.5).
   *
   * @returns The key, which the server shows this once.
   * @throws {@link KumaValidationError} when a field is wrong.
   * @throws {@link KumaTimeoutError}, {@link KumaConnectionError} when the answer got lost, and the key with it; the `hint` names what
   *   may be left behind.
   */
  create(input: ApiKeyInput, options?: CallOptions): Promise<CreatedApiKey>;
  /**
   * Switches a key on. Does nothing when it is.
   *
   * @throws {@link KumaNotFoundError} when there is no such key.
   */
  enable(id: number, options?: CallOptions): Promise<void>;
  /**
   * Switches a key off. Does nothing when it is.
   *
   * @throws {@link KumaNotFoundError} when there is no such key.
   */
  disable(id: number, options?: CallOptions): Promise<void>;
  /**
   * Deletes a key.
   *
   * @throws {@link KumaNotFoundError} when there is no such key.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
}

/** {@link ApiKeys} over a connection. */
export class ApiKeysOverSocket implements ApiKeys {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async list(options?: CallOptions): Promise<readonly ApiKey[]> {
    const { live, transport } = this.#context;
    // Asked for, because the server sends the list only after it has answered a deletion or a switch.
    readAck(await transport.call("getAPIKeyList", [], options), { what: "The list of API keys" });
    const payload = await live.lists.get("apiKeyList", transport, options);
    const timeZone = await this.#timeZone(options);
    return parsePayload("The list of API keys", z.array(rowSchema), payload).map((row) => apiKeyOf(row, timeZone));
  }

  async get(id: number, options?: CallOptions): Promise<ApiKey> {
    checkId(id);
    const found = (await this.list(options)).find((key) => key.id === id);
    if (found === undefined) throw new KumaNotFoundError("API key", id);
    return found;
  }

  async create(input: ApiKeyInput, options?: CallOptions): Promise<CreatedApiKey> {
    const { transport } = this.#context;
    const { name, expiresAt = null } = validate(inputSchema, input);
    const expires = expiresAt === null ? null : wallTimeOf(expiresAt, await this.#timeZone(options));
    const before = new Set((await this.list(options)).map(({ id }) => id));
    let answer: unknown;
    try {
      answer = await transport.call("addAPIKey", [{ name, expires, active: true }], options);
    } catch (error) {
      throw isUnclear(error) ? await this.#withLostOnes(name, before, error) : error;
    }
    const ack = readAck(answer, { what: `The API key "${name}"` });
    const key = fieldOf(ack, "key", z.string());
    return hide({ ...(await this.get(fieldOf(ack, "keyID", idSchema), options)), key }, "key");
  }

  enable(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#switch(id, true, options), options);
  }

  disable(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#switch(id, false, options), options);
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#remove(id, options), options);
  }

  #alone(id: number, write: () => Promise<void>, options?: CallOptions): Promise<void> {
    return this.#context.writes.one(["API key", id], write, options);
  }

  async #remove(id: number, options?: CallOptions): Promise<void> {
    // The server says yes to deleting what is not there.
    await this.get(id, options);
    const answer = await this.#context.transport.call("deleteAPIKey", [id], options);
    readAck(answer, { what: `Deleting the API key ${id}` });
  }

  /** Asked each time: the server reports a change only to the client that made it. */
  async #timeZone(options?: CallOptions): Promise<string> {
    const answer = await this.#context.transport.call("getSettings", [], options);
    const { data } = readAck(answer, { what: "The time zone of the server" });
    return parsePayload("The settings", settingsSchema, data).serverTimezone;
  }

  /** A key whose answer was lost is known to nobody, but another client may have made one of that name at the same time. */
  async #withLostOnes(name: string, before: ReadonlySet<number>, error: unknown): Promise<unknown> {
    const all = await this.list().catch(() => []);
    const lost = all.filter((key) => key.name === name && !before.has(key.id)).map(({ id }) => id);
    if (lost.length === 0) return error;
    const ids = lost.join(", ");
    return withHint(
      error,
      `An API key "${name}" is new (id ${ids}): delete it, unless somebody else made it just now.`,
    );
  }

  async #switch(id: number, isOn: boolean, options?: CallOptions): Promise<void> {
    const { active } = await this.get(id, options);
    if (active === isOn) return;
    const answer = await this.#context.transport.call(isOn ? "enableAPIKey" : "disableAPIKey", [id], options);
    readAck(answer, { what: `Switching the API key ${id} ${isOn ? "on" : "off"}` });
  }
}
