import * as z from "zod";
import type { CallSettings, Transport } from "../transport/transport.ts";
import { LatestEvent } from "./latest-event.ts";
import { SentLists } from "./sent-lists.ts";

const infoSchema = z.looseObject({ version: z.string().optional() });

/** Keeps the server's unasked events, as far as they are needed later. Listens before the socket connects. */
export class LiveState {
  readonly #info = new LatestEvent("info");
  readonly #monitors = new LatestEvent("monitorList");
  /** Lists of all other things. */
  readonly lists = new SentLists();
  #monitorTypes: readonly string[] | undefined;

  /** To be given to {@link Transport.open}. */
  readonly listeners = {
    ...this.lists.listeners,
    // The first one, before the log-in, hides the version.
    info: (payload: unknown): void => {
      if (infoSchema.safeParse(payload).data?.version !== undefined) this.#info.listen(payload);
    },
    // Only that it came: what it says, the hub keeps.
    monitorList: (): void => this.#monitors.listen(undefined),
    monitorTypeList: (payload: unknown): void => {
      this.#monitorTypes = Object.keys(Object(payload));
    },
    disconnect: (): void => {
      for (const latest of [this.#info, this.#monitors]) latest.forget();
      this.lists.forget();
    },
  };

  /** The types in `monitorTypeList`, which only 2.0 and later send. */
  get monitorTypes(): readonly string[] | undefined {
    return this.#monitorTypes;
  }

  /**
   * The server's version; the server sends it once a client is logged in. Part of the log-in: fails when the connection
   * is lost.
   */
  async version(transport: Transport, options?: CallSettings): Promise<string> {
    return infoSchema.parse(await this.#info.get(transport, { ...options, endsWithLoss: true })).version ?? "";
  }

  /** The newest `info` of a log-in, or of a change of the settings. */
  info(transport: Transport, options?: CallSettings): Promise<unknown> {
    return this.#info.get(transport, options);
  }

  /** Whether a `monitorList` of this connection has come. */
  get hasMonitorList(): boolean {
    return this.#monitors.isThere;
  }

  /** Waits for the first `monitorList` of the connection. */
  async monitorList(transport: Transport, options?: CallSettings): Promise<void> {
    await this.#monitors.get(transport, options);
  }
}
