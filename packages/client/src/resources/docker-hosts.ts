import * as z from "zod";
import type { DockerHost, DockerHostInput, DockerHostPatch } from "../model/docker-host.ts";
import { nameSchema } from "../monitor-types/field-schemas.ts";
import { validate } from "../monitor-types/validate.ts";
import { readAck } from "../protocol/ack.ts";
import { idSchema } from "../protocol/id-schema.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { StoredItems } from "./stored-items.ts";

const rowSchema = z
  .object({
    id: idSchema,
    name: z.string().nullish(),
    dockerType: z.enum(["socket", "tcp"]),
    dockerDaemon: z.string().nullish(),
  })
  .transform(({ id, name, dockerType, dockerDaemon }): DockerHost =>
    Object.freeze({ id, name: name ?? "", connection: dockerType, daemon: dockerDaemon ?? "" }),
  );

const shape = {
  name: nameSchema,
  connection: z.enum(["socket", "tcp"], 'must be "socket" or "tcp"'),
  daemon: z.string().trim().min(1, "must not be empty"),
};
const inputSchema: z.ZodType<DockerHostInput> = z.strictObject(shape);
const testSchema = z.strictObject({ connection: shape.connection, daemon: shape.daemon });
const patchSchema: z.ZodType<DockerHostPatch> = z.strictObject({
  name: shape.name.optional(),
  connection: shape.connection.optional(),
  daemon: shape.daemon.optional(),
});

function toWire({ name, connection, daemon }: DockerHostPatch): Record<string, unknown> {
  return { name, dockerType: connection, dockerDaemon: daemon };
}

/** The Docker hosts of a server. */
export interface DockerHosts {
  /** All of them. */
  list(options?: CallOptions): Promise<readonly DockerHost[]>;
  /**
   * One of them.
   *
   * @throws {@link KumaNotFoundError}
   */
  get(id: number, options?: CallOptions): Promise<DockerHost>;
  /**
   * Sets a new one up. The server does not try it: {@link DockerHosts.test} does.
   *
   * @throws {@link KumaValidationError} when a field is wrong.
   */
  create(input: DockerHostInput, options?: CallOptions): Promise<DockerHost>;
  /**
   * Changes some fields. Sends nothing when nothing would change.
   *
   * @throws {@link KumaNotFoundError} when there is no such host.
   * @throws {@link KumaConflictError} when others change it at the same time, and the change does not stay.
   */
  update(id: number, patch: DockerHostPatch, options?: CallOptions): Promise<DockerHost>;
  /**
   * Deletes one. The monitors of its containers stay, and have no host from then on.
   *
   * @throws {@link KumaNotFoundError} when there is no such host.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /**
   * Makes the server connect to a daemon and count its containers.
   *
   * @param host - The id of one that is set up, or what one could be made from.
   * @returns How many containers there are, running or not.
   * @throws {@link KumaRejectedError} with the reason when the server cannot.
   */
  test(host: number | Omit<DockerHostInput, "name">, options?: CallOptions): Promise<number>;
}

/** {@link DockerHosts} over a connection. */
export class DockerHostsOverSocket implements DockerHosts {
  readonly #context: ClientContext;
  readonly #items: StoredItems<DockerHost>;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
    this.#items = new StoredItems(context, {
      resource: "docker host",
      list: "dockerHostList",
      schema: rowSchema,
      events: { save: "addDockerHost", delete: "deleteDockerHost" },
      toWire,
    });
  }

  list(options?: CallOptions): Promise<readonly DockerHost[]> {
    return this.#items.list(options);
  }

  get(id: number, options?: CallOptions): Promise<DockerHost> {
    return this.#items.get(id, options);
  }

  async create(input: DockerHostInput, options?: CallOptions): Promise<DockerHost> {
    return this.#items.create(toWire(validate(inputSchema, input)), options);
  }

  async update(id: number, patch: DockerHostPatch, options?: CallOptions): Promise<DockerHost> {
    return this.#items.update(id, toWire(validate(patchSchema, patch)), options);
  }

  delete(id: number, options?: CallOptions): Promise<void> {
    return this.#items.delete(id, options);
  }

  async test(host: number | Omit<DockerHostInput, "name">, options?: CallOptions): Promise<number> {
    const wanted = typeof host === "number" ? await this.#items.get(host, options) : validate(testSchema, host);
    const { dockerType, dockerDaemon } = toWire(wanted);
    const answer = await this.#context.transport.call("testDockerHost", [{ dockerType, dockerDaemon }], options);
    const { msg } = readAck(answer, { what: "The test of the docker host" });
    // "Connected Successfully. Amount of containers: 3", or a sentence without a number for none, in every version.
    return Number(/(\d+)\s*$/.exec(String(msg))?.[1] ?? 0);
  }
}
