import * as z from "zod";
import type { Proxy, ProxyInput, ProxyPatch } from "../model/proxy.ts";
import { validate } from "../monitor-types/validate.ts";
import { hide } from "../protocol/hide.ts";
import { flagSchema, idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { StoredItems } from "./stored-items.ts";

const rowSchema = z
  .object({
    id: idSchema,
    protocol: z.string(),
    host: z.string(),
    port: z.coerce.number(),
    auth: flagSchema,
    username: z.string().nullish(),
    password: z.string().nullish(),
    active: flagSchema,
    default: flagSchema,
  })
  .transform(({ default: isDefault, ...row }): Proxy => {
    const proxy = { ...row, isDefault, username: row.username ?? null, password: row.password ?? null };
    return hide(proxy, "username", "password");
  });

const tooLong = "must not be longer than 255 characters";
const patchShape = {
  protocol: z.enum(["http", "https", "socks", "socks4", "socks5", "socks5h"]).optional(),
  // proxy.host, username and password are VARCHAR(255)
  host: z.string().trim().min(1, "must not be empty").max(255, tooLong).optional(),
  port: z.int("must be a port").min(1, "must be a port").max(65_535, "must be a port").optional(),
  username: z.string().min(1, "must not be empty").max(255, tooLong).nullish(),
  password: z.string().max(255, tooLong).nullish(),
  isDefault: z.boolean().optional(),
};
const patchSchema: z.ZodType<ProxyPatch> = z.strictObject(patchShape);
const inputSchema: z.ZodType<ProxyInput> = z.strictObject({
  ...patchShape,
  protocol: patchShape.protocol.unwrap(),
  host: patchShape.host.unwrap(),
  port: patchShape.port.unwrap(),
});

type Wire = Readonly<Record<string, unknown>>;

function toWire({ isDefault, protocol, host, port, username, password }: Required<ProxyInput>): Wire {
  const auth = username !== null && username !== undefined;
  const credentials = auth ? { username, password: password ?? "" } : { username: null, password: null };
  // The server reads any `active` as true.
  return { protocol, host, port, auth, ...credentials, active: true, default: isDefault ?? false };
}

function wishOf(proxy: Proxy): Required<ProxyInput> {
  const { protocol, host, port, auth, username, password, isDefault } = proxy;
  const known = protocol as ProxyInput["protocol"];
  return { protocol: known, host, port, isDefault, username: auth ? username : null, password };
}

function secretsOf(wire: Wire): readonly string[] {
  return [wire["username"], wire["password"]].filter((value) => typeof value === "string");
}

/** The proxies of a server. A monitor is sent through one by its `proxyId`. */
export interface Proxies {
  /** All of them. */
  list(options?: CallOptions): Promise<readonly Proxy[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<Proxy>;
  /**
   * Sets a new one up.
   *
   * @throws {@link KumaValidationError} when a field is wrong.
   */
  create(input: ProxyInput, options?: CallOptions): Promise<Proxy>;
  /**
   * Changes some fields. Sends nothing when nothing would change.
   *
   * @throws {@link KumaNotFoundError} when there is no such proxy.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, patch: ProxyPatch, options?: CallOptions): Promise<Proxy>;
  /**
   * Deletes one. The monitors that went through it go without a proxy from then on.
   *
   * @throws {@link KumaNotFoundError} when there is no such proxy.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Sends every monitor that there is now through it, whatever proxy it had.
   *
   * @throws {@link KumaNotFoundError} when there is no such proxy.
   */
  attachToAll(id: number, options?: CallOptions): Promise<void>;
}

/** {@link Proxies} over a connection. */
export class ProxiesOverSocket implements Proxies {
  readonly #context: ClientContext;
  readonly #items: StoredItems<Proxy>;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.#items = new StoredItems(context, {
      resource: "proxy",
      list: "proxyList",
      schema: rowSchema,
      events: { save: "addProxy", delete: "deleteProxy" },
      toWire: (proxy) => toWire(wishOf(proxy)),
      sentAlways: ["protocol", "default"],
      secretsOf,
    });
  }

  list(options?: CallOptions): Promise<readonly Proxy[]> {
    return this.#items.list(options);
  }

  get(id: number, options?: CallOptions): Promise<Proxy> {
    return this.#items.get(id, options);
  }

  async create(input: ProxyInput, options?: CallOptions): Promise<Proxy> {
    const { username = null, password = null, isDefault = false, ...rest } = validate(inputSchema, input);
    return this.#items.create(toWire({ ...rest, username, password, isDefault }), options);
  }

  async update(id: number, patch: ProxyPatch, options?: CallOptions): Promise<Proxy> {
    const changes = Object.entries(validate(patchSchema, patch)).filter(([, value]) => value !== undefined);
    const wireOf = (present: Proxy): Wire => toWire({ ...wishOf(present), ...Object.fromEntries(changes) });
    return this.#items.update(id, wireOf, options);
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#items.delete(id, options);
  }

  attachToAll(id: number, options?: CallOptions): Promise<void> {
    // Writes to every monitor.
    return this.#context.writes.all("monitor", () => this.#items.apply(id, { applyExisting: true }, options), options);
  }
}
