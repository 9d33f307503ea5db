import { randomUUID } from "node:crypto";
import * as z from "zod";
import { checkText } from "../arguments/check-text.ts";
import { checkId } from "../arguments/check-id.ts";
import { KumaConflictError, KumaNotFoundError, KumaRejectedError } from "../errors/kuma-errors.ts";
import type { Tag, TagInput, TagPatch } from "../model/tag.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import { mostRounds, pauseBetween } from "./lasting-edit.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchMonitor } from "./monitors/fetch-monitor.ts";
import { createOnce } from "./create-once.ts";

const tagSchema: z.ZodType<Tag> = z.object({ id: idSchema, name: z.string(), color: z.string() });

// tag.name and tag.color are VARCHAR(255)
const textSchema = z
  .string()
  .refine((text) => text.trim() !== "", "must not be empty")
  .max(255, "must not be longer than 255 characters");
const inputSchema: z.ZodType<TagInput> = z.strictObject({ name: textSchema, color: textSchema });
const patchSchema: z.ZodType<TagPatch> = z.strictObject({ name: textSchema.optional(), color: textSchema.optional() });

/** A tag with a value, as it is on a monitor. */
interface Place {
  readonly tagId: number;
  readonly value: string;
}

function checkPlace(monitorId: unknown, tagId: unknown, value: unknown): void {
  checkId(monitorId, "monitorId");
  checkId(tagId, "tagId");
  // monitor_tag.value is TEXT
  checkText(value, "value", 65_535);
}

/** The tags of a server, and their places on monitors. */
export interface Tags {
  /** All tags. */
  list(options?: CallOptions): Promise<readonly Tag[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<Tag>;
  /**
   * Makes a tag. The server allows several of one name and colour: {@link Tags.define} looks first.
   *
   * @throws {@link KumaValidationError} when name or colour is empty.
   */
  create(input: TagInput, options?: CallOptions): Promise<Tag>;
  /**
   * Checks an input as {@link Tags.create} does; asks the server nothing.
   *
   * @throws {@link KumaValidationError} when name or colour is empty or too long.
   */
  check(input: TagInput): void;
  /**
   * The tag of that name and colour; makes it when there is none, as the server's web page does.
   *
   * @throws {@link KumaValidationError} when name or colour is empty.
   */
  define(input: TagInput, options?: CallOptions): Promise<Tag>;
  /**
   * Changes a tag, wherever it is. Sends nothing when nothing would change.
   *
   * @throws {@link KumaNotFoundError} when there is no such tag.
   */
  update(id: number, patch: TagPatch, options?: CallOptions): Promise<Tag>;
  /**
   * Puts a tag on a monitor. Does nothing when it is there already with that value.
   * When two clients do so at the same moment one of it stays; until then a copy with an addition to its value may show.
   *
   * @throws {@link KumaNotFoundError} when there is no such monitor or tag.
   * @throws {@link KumaConflictError} when others put it there at the same time, again and again.
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

  async get(id: number, options?: CallOptions): Promise<Tag> {
    checkId(id);
    const found = (await this.list(options)).find((tag) => tag.id === id);
    if (found === undefined) throw new KumaNotFoundError("tag", id);
    return found;
  }

  async create(input: TagInput, options?: CallOptions): Promise<Tag> {
    const tag = validate(inputSchema, input);
    const before = new Set((await this.list(options)).map(({ id }) => id));
    return createOnce(
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

  check(input: TagInput): void {
    validate(inputSchema, input);
  }

  async define(input: TagInput, options?: CallOptions): Promise<Tag> {
    const { name, color } = validate(inputSchema, input);
    const find = async (): Promise<Tag | undefined> => {
      const same = (await this.list(options)).filter((tag) => tag.name === name && tag.color === color);
      return same.toSorted((a, b) => a.id - b.id)[0];
    };
    const findOrMake = async (): Promise<Tag> => {
      const present = await find();
      if (present !== undefined) return present;
      const made = await this.create({ name, color }, options);
      // Another client may have made it at the same moment: the older one stays.
      const oldest = (await find()) ?? made;
      if (oldest.id !== made.id) await this.#remove(made.id, options);
      return oldest;
    };
    return this.#context.writes.one(["tag", JSON.stringify([name, color])], findOrMake, options);
  }

  async update(id: number, patch: TagPatch, options?: CallOptions): Promise<Tag> {
    checkId(id);
    const wished = validate(patchSchema, patch);
    return this.#context.writes.one(["tag", id], () => this.#change(id, wished, options), options);
  }

  async #change(id: number, { name, color }: TagPatch, options?: CallOptions): Promise<Tag> {
    const present = await this.get(id, options);
    // The server leaves alone the fields that are left out, also when another client changes them meanwhile.
    const changes = {
      ...(name === undefined || name === present.name ? {} : { name }),
      ...(color === undefined || color === present.color ? {} : { color }),
    };
    if (Object.keys(changes).length === 0) return present;
    const answer = await this.#context.transport.call("editTag", [{ id, ...changes }], options);
    readAck(answer, { what: `The change of the tag "${present.name}"` });
    return this.get(id, options);
  }

  // The call options come last in every call of a resource, here after three plain values.
  // oxlint-disable-next-line max-params
  async attach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void> {
    checkPlace(monitorId, tagId, value);
    const put = (): Promise<void> => this.#put(monitorId, { tagId, value }, options);
    return this.#context.writes.one(["monitor", monitorId], put, options);
  }

  async #put(monitorId: number, { tagId, value }: Place, options?: CallOptions): Promise<void> {
    // The server answers an unknown id with SQL.
    await this.get(tagId, options);
    // The server inserts a second row without a word.
    if ((await this.#rowsOf(monitorId, { tagId, value }, options)) > 0) return;
    await this.#send("addMonitorTag", [tagId, monitorId, value], options);
    await this.#leaveOne(monitorId, { tagId, value }, options);
  }

  /** Another client that attaches it at the same moment has seen none either. */
  async #leaveOne(monitorId: number, place: Place, options?: CallOptions): Promise<void> {
    const { tagId, value } = place;
    for (let rounds = 1; (await this.#rowsOf(monitorId, place, options)) > 1; rounds += 1) {
      if (rounds > mostRounds)
        throw new KumaConflictError(`Others put the tag ${tagId} on the monitor ${monitorId} at the same time.`);
      await pauseBetween(rounds, options?.signal);
      if ((await this.#rowsOf(monitorId, place, options)) <= 1) return;
      const [one, stay] = [
        [tagId, monitorId, value] as const,
        [tagId, monitorId, `${value} (stays ${randomUUID()})`] as const,
      ];
      // A deletion takes every row, and 2.0.0-dev.0 deletes a tag with the last of its rows. Each client leaves its own row.
      await this.#send("addMonitorTag", stay, options);
      await this.#send("deleteMonitorTag", one, options);
      await this.#send("addMonitorTag", one, options);
      await this.#send("deleteMonitorTag", stay, options);
    }
  }

  async #send(
    event: "addMonitorTag" | "deleteMonitorTag",
    row: readonly [tagId: number, monitorId: number, value: string],
    options?: CallOptions,
  ): Promise<void> {
    const what = `The tag ${row[0]} on the monitor ${row[1]}`;
    readAck(await this.#context.transport.call(event, row, options), { what });
  }

  // The call options come last in every call of a resource, here after three plain values.
  // oxlint-disable-next-line max-params
  async detach(monitorId: number, tagId: number, value: string, options?: CallOptions): Promise<void> {
    checkPlace(monitorId, tagId, value);
    const take = (): Promise<void> => this.#takeOff(monitorId, { tagId, value }, options);
    return this.#context.writes.one(["monitor", monitorId], take, options);
  }

  async #takeOff(monitorId: number, { tagId, value }: Place, options?: CallOptions): Promise<void> {
    if (!(await this.#isAttached(monitorId, { tagId, value }, options))) return;
    const what = `Taking the tag ${tagId} off the monitor ${monitorId}`;
    const remove = (): Promise<void> => this.#send("deleteMonitorTag", [tagId, monitorId, value], options);
    await remove();
    if (value !== "" || !(await this.#isAttached(monitorId, { tagId, value }, options))) return;
    // Stored as NULL by some other client: no deletion matches that. Setting a value hits every place of the tag on
    // the monitor, so that it is safe only when this is the only kind.
    const { tags } = await fetchMonitor(this.#context, monitorId, options);
    if (tags.some((tag) => tag.id === tagId && tag.value !== ""))
      throw new KumaRejectedError(`${what} is not possible: the server stores it without a value, beside others.`);
    readAck(await this.#context.transport.call("editMonitorTag", [tagId, monitorId, ""], options), { what });
    await remove();
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#context.writes.one(["tag", id], () => this.#remove(id, options), options);
  }

  async #remove(id: number, options?: CallOptions): Promise<void> {
    // The server says yes to deleting what is not there.
    await this.get(id, options);
    readAck(await this.#context.transport.call("deleteTag", [id], options), { what: `Deleting the tag ${id}` });
  }

  async #isAttached(monitorId: number, wanted: Place, options?: CallOptions): Promise<boolean> {
    return (await this.#rowsOf(monitorId, wanted, options)) > 0;
  }

  async #rowsOf(monitorId: number, wanted: Place, options?: CallOptions): Promise<number> {
    const { tags } = await fetchMonitor(this.#context, monitorId, options);
    return tags.filter((tag) => tag.id === wanted.tagId && tag.value === wanted.value).length;
  }
}
