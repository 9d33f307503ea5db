import * as z from "zod";
import type { KumaResource } from "../errors/kuma-errors.ts";
import type { SentList } from "../live-state/sent-lists.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { createOnce } from "./create-once.ts";
import { editToLast } from "./lasting-edit.ts";
import { findSent } from "./find-sent.ts";
import { RowLooks } from "./row-looks.ts";
import type { Queued } from "./write-queues.ts";
import { isSameValue } from "../same-value.ts";

type Wire = Readonly<Record<string, unknown>>;

/** The differences between the kinds of stored things. */
export interface StoredKind<Item> {
  readonly resource: KumaResource & Queued;
  readonly list: SentList;
  readonly schema: z.ZodType<Item>;
  /** The events that store (with an id, or null for a new one) and delete. */
  readonly events: { readonly save: string; readonly delete: string };
  /** An item as it is sent. */
  readonly toWire: (item: Item) => Wire;
  /** The fields that have to be sent though they stay as they are. The server leaves alone all else that is left out. */
  readonly sentAlways?: readonly string[];
  /** What an error must not show. */
  readonly secretsOf?: (wire: Wire) => readonly string[];
}

/** The change of one item. */
interface Change<Item> {
  readonly changes: Wire | ((present: Item) => Wire);
  /** Sent once along with it. */
  readonly once?: Wire;
}

/**
 * Things that the server keeps in a list which it sends by itself, before it answers the request that changed it.
 * Proxies, docker hosts and remote browsers all work like this.
 */
export class StoredItems<Item extends { readonly id: number }> {
  readonly #context: ClientContext;
  readonly #kind: StoredKind<Item>;

  /** Takes the connection, and what kind of thing it is. */
  constructor(context: ClientContext, kind: StoredKind<Item>) {
    this.#context = context;
    this.#kind = kind;
  }

  /** All of them. */
  async list(options?: CallOptions): Promise<readonly Item[]> {
    const { live, transport } = this.#context;
    const { list, resource, schema } = this.#kind;
    const payload = await live.lists.get(list, transport, options);
    return parsePayload(`The list of ${resource}s`, z.array(schema), payload);
  }

  /** One of them. */
  get(id: number, options?: CallOptions): Promise<Item> {
    return findSent(this.#context, { id, resource: this.#kind.resource, list: () => this.list(options), options });
  }

  /** Stores a new one. When the answer gets lost, it is looked for before anything is said about it. */
  async create(wire: Wire, options?: CallOptions): Promise<Item> {
    const before = new Set((await this.list(options)).map(({ id }) => id));
    return createOnce(
      async () => this.get(await this.#save({ wire }, null, options), options),
      async () => {
        const items = await this.list(options);
        return items.find((item) => !before.has(item.id) && isSameValue(this.#kind.toWire(item), wire));
      },
    );
  }

  /**
   * Changes one. Sends nothing when nothing would change.
   *
   * @param changes - What is to change, or how to find it out from the present one.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, changes: Wire | ((present: Item) => Wire), options?: CallOptions): Promise<Item> {
    return this.#alone(id, () => this.#change(id, { changes }, options), options);
  }

  /** Stores one as it is, with a field that makes the server do something this once. */
  async apply(id: number, once: Wire, options?: CallOptions): Promise<void> {
    await this.#alone(id, () => this.#change(id, { changes: {}, once }, options), options);
  }

  /** Deletes one. */
  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#alone(id, () => this.#remove(id, options), options);
  }

  /** Runs a write of one after those that were asked for before. */
  #alone<T>(id: number, write: () => Promise<T>, options?: CallOptions): Promise<T> {
    return this.#context.writes.one([this.#kind.resource, id], write, options);
  }

  async #change(id: number, { changes, once = {} }: Change<Item>, options?: CallOptions): Promise<Item> {
    const { list, resource, sentAlways = [], toWire } = this.#kind;
    using looks = new RowLooks(this.#context, list, (payload) => this.#wireIn(payload, id));
    let [item, isToDo] = [await this.get(id, options), true];
    const wished = (): Wire => {
      const all = Object.entries(typeof changes === "function" ? changes(item) : changes);
      const present = toWire(item);
      return Object.fromEntries(
        all.filter(([name, value]) => value !== undefined && !isSameValue(value, present[name])),
      );
    };
    await editToLast(this.#context, {
      what: `the ${resource} ${id}`,
      looks,
      options,
      read: async () => {
        item = await this.get(id, options);
        return toWire(item);
      },
      wish: (row) => ({ ...row, ...wished(), ...(isToDo ? once : {}) }),
      write: async (row) => {
        const present = toWire(item);
        const given = Object.entries(row).filter(
          ([name, value]) => sentAlways.includes(name) || !isSameValue(value, present[name]),
        );
        await this.#save({ wire: Object.fromEntries(given), secretsOf: row }, id, options);
        isToDo = false;
      },
    });
    return item;
  }

  /** How one looks in a list that was sent. */
  #wireIn(payload: unknown, id: number): Wire | undefined {
    const { schema, toWire } = this.#kind;
    const found = z
      .array(schema)
      .safeParse(payload)
      .data?.find((item) => item.id === id);
    return found === undefined ? undefined : toWire(found);
  }

  async #remove(id: number, options?: CallOptions): Promise<void> {
    await this.get(id, options);
    const { events, resource } = this.#kind;
    const answer = await this.#context.transport.call(events.delete, [id], options);
    readAck(answer, { what: `Deleting the ${resource} ${id}` });
  }

  /** Stores one under an id, or a new one under null. The server may name secrets that were not sent. */
  async #save(
    { wire, secretsOf = wire }: { readonly wire: Wire; readonly secretsOf?: Wire },
    id: number | null,
    options?: CallOptions,
  ): Promise<number> {
    const { events, resource, secretsOf: secretsIn } = this.#kind;
    const answer = await this.#context.transport.call(events.save, [wire, id], options);
    const ack = readAck(answer, { what: `The ${resource}`, secrets: secretsIn?.(secretsOf) });
    return fieldOf(ack, "id", idSchema);
  }
}
