import * as z from "zod";
import { checkCallOptions } from "../arguments/check-call-options.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** The database of a server. */
export interface Database {
  /** Its size in bytes; 0 where it is not SQLite. */
  size(options?: CallOptions): Promise<number>;
  /**
   * Gives the space of deleted rows back to the disk (SQLite). The server answers nobody meanwhile, which can take
   * minutes: `timeout` is 600,000 ms (10 minutes) by default, not `timeouts.call`. A server that has fallen silent is
   * noticed sooner, by the missing signs of life of the connection: after 45 s. These are the 25 s and 20 s of
   * socket.io, which every version of Uptime Kuma keeps to. The work that it had begun may be done all the same;
   * shrinking again does no harm.
   *
   * @throws {@link KumaTimeoutError} when the time is up.
   * @throws {@link KumaConnectionError} when the connection is lost meanwhile, or gives no sign of life.
   */
  shrink(options?: CallOptions): Promise<void>;
}

const longestShrink = 600_000;

/** {@link Database} over a connection. */
export class DatabaseOverSocket implements Database {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async size(options?: CallOptions): Promise<number> {
    const answer = await this.#context.transport.call("getDatabaseSize", [], options);
    return fieldOf(readAck(answer, { what: "The size of the database" }), "size", z.coerce.number());
  }

  async shrink(options?: CallOptions): Promise<void> {
    checkCallOptions(options);
    const timeout = options?.timeout ?? longestShrink;
    const answer = await this.#context.transport.call("shrinkDatabase", [], { ...options, timeout });
    readAck(answer, { what: "Shrinking the database" });
  }
}
