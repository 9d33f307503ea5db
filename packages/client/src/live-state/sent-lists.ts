import type { CallSettings, Transport } from "../transport/transport.ts";
import { LatestEvent } from "./latest-event.ts";

const events = [
  "notificationList",
  "proxyList",
  "dockerHostList",
  "remoteBrowserList",
  "apiKeyList",
  "maintenanceList",
] as const;

/** A list that the server sends by itself: after the log-in and, before the answer, when it was changed. */
export type SentList = (typeof events)[number];

/** The newest of each list that no request can ask for. */
export class SentLists {
  readonly #latest = new Map(events.map((event) => [event, new LatestEvent(event)]));

  /** To be attached before the socket connects. */
  readonly listeners = Object.fromEntries(Array.from(this.#latest, ([event, { listen }]) => [event, listen]));

  /** Forgets them, because they belong to a connection that is gone. */
  forget(): void {
    for (const latest of this.#latest.values()) latest.forget();
  }

  /** The newest one; waits for the first. */
  async get(event: SentList, transport: Transport, options?: CallSettings): Promise<unknown> {
    await transport.ready(options);
    return this.#latest.get(event)?.get(transport, options);
  }

  /** Those of the last seconds, oldest first. */
  recent(event: SentList): readonly unknown[] {
    return this.#latest.get(event)?.recent ?? [];
  }

  /**
   * Waits until every list is here that was sent before. Another client may have its answer while the list that the server sent
   * before it is still on its way to this one.
   */
  async catchUp(transport: Transport, options?: CallSettings): Promise<void> {
    await transport.call("needSetup", [], options);
  }
}
