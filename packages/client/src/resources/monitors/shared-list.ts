import { setImmediate as others } from "node:timers/promises";
import type { Monitor } from "../../model/monitor.ts";
import type { Transport } from "../../transport/transport.ts";
import type { ClientContext } from "../client-context.ts";
import { fetchMonitors } from "./fetch-list.ts";

/**
 * The whole list for all who ask in one moment. Each list keeps a server busy and goes to every client: many calls that fail at once
 * ask for one. Nobody joins one that was asked for already, because it may be older than the question.
 */
class SharedList {
  readonly #context: ClientContext;
  #next: Promise<readonly Monitor[]> | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(context: ClientContext) {
    this.#context = context;
  }

  get(): Promise<readonly Monitor[]> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<readonly Monitor[]> {
    await this.#running;
    await others();
    this.#next = undefined;
    const list = fetchMonitors(this.#context);
    this.#running = list.catch(() => undefined);
    return list;
  }
}

const lists = new WeakMap<Transport, SharedList>();

/** Reads all monitors, together with everybody of this client who asks in the same moment. */
export function sharedMonitors(context: ClientContext): Promise<readonly Monitor[]> {
  const list = lists.get(context.transport) ?? new SharedList(context);
  lists.set(context.transport, list);
  return list.get();
}
