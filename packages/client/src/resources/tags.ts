import * as z from "zod";
import { KumaNotFoundError } from "../errors/kuma-not-found-error.ts";
import type { Tag, TagInput } from "../model/tag.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchMonitor } from "./fetch-monitor.ts";
import { makeOnce } from "./make-once.ts";

const tagSchema: z.ZodType<Tag> = z.object({ id: idSchema, name: z.string(), color: z.string() });

const inputSchema: z.ZodType<TagInput> = z.strictObject({
  name: z.string().refine((name) => name.trim() !== "", "must not be empty"),
  color: z.string().refine((color) => color.trim() !== "", "must not be empty"),
});

/** The tags of a server, and their places on monitors. */
export interface Tags {
  /** All tags. */
  list(options?: CallOptions): Promise<readonly Tag[]>;
  /**
   * Makes a tag. The server allows several of one name: look first.
   *
   * @throws {@link KumaValidationError} when name or colour is empty.
   */
  create(input: TagInput, options?: CallOptions): Promise<Tag>;
  /**
   * Puts a tag on a monitor. Does nothing when it is there already with that value.
   *
   * @throws {@link KumaNotFoundError} when there is no such monitor or tag.
   */
  attach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void>;
  /**
   * Takes a tag with exactly that value off a monitor. Does nothing when it is not there.
   *
   * @throws {@link KumaNotFoundError} when there is no such monitor.
   */
  detach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void>;
  /**
   * Deletes a tag, and takes it off every monitor.
   *
   * @throws {@link KumaNotFoundError} when there is no such tag.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
}

/** {@link Tags} over a connection. */
export class TagsOverSocket implements Tags {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async list(options?: CallOptions): Promise<readonly Tag[]> {
    const ack = readAck(await this.#context.transport.call("getTags", [], options), { what: "The list of tags" });
    return fieldOf(ack, "tags", z.array(tagSchema));
  }

  async create(input: TagInput, options?: CallOptions): Promise<Tag> {
    const tag = validate(inputSchema, input);
    const before = new Set((await this.list(options)).map(({ id }) => id));
    return makeOnce(
      async () => {
        const answer = await this.#context.transport.call("addTag", [tag], options);
        return fieldOf(readAck(answer, { what: `The tag "${tag.name}"` }), "tag", tagSchema);
      },
      async () => {
        const tags = await this.list(options);
        return tags.find(({ id, name, color }) => !before.has(id) && name === tag.name && color === tag.color);
      },
    );
  }

  // The call options come last in every call of a resource, here after three plain values.
  // oxlint-disable-next-line max-params
  async attach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void> {
    await this.#mustExist(tagId, options);
    // The server inserts a second row without a word.
    if (await this.#isAttached(monitorId, { tagId, value }, options)) return;
    const answer = await this.#context.transport.call("addMonitorTag", [tagId, monitorId, value], options);
    readAck(answer, { what: `The tag ${tagId} on the monitor ${monitorId}` });
  }

  // The call options come last in every call of a resource, here after three plain values.
  // oxlint-disable-next-line max-params
  async detach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void> {
    if (!(await this.#isAttached(monitorId, { tagId, value }, options))) return;
    const answer = await this.#context.transport.call("deleteMonitorTag", [tagId, monitorId, value], options);
    readAck(answer, { what: `Taking the tag ${tagId} off the monitor ${monitorId}` });
  }

  async delete(id: number, options?: CallOptions): Promise<void> {
    await this.#mustExist(id, options);
    readAck(await this.#context.transport.call("deleteTag", [id], options), { what: `Deleting the tag ${id}` });
  }

  /** The server says yes to deleting what is not there, and answers an unknown id elsewhere with SQL. */
  async #mustExist(id: number, options?: CallOptions): Promise<void> {
    const tags = await this.list(options);
    if (!tags.some((tag) => tag.id === id)) throw new KumaNotFoundError("tag", id);
  }

  async #isAttached(
    monitorId: number,
    wanted: { tagId: number; value: string },
    options?: CallOptions,
  ): Promise<boolean> {
    const { tags } = await fetchMonitor(this.#context, monitorId, options);
    return tags.some((tag) => tag.id === wanted.tagId && tag.value === wanted.value);
  }
}
