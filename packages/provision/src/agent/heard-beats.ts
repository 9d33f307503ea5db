import type { Heartbeat, KumaClient } from "@kumakit/client";

/**
 * The live heartbeats of some monitors from now on. Begun before an agent is started, it hears the first one of each: the
 * server, which has them all to record, need not be asked.
 */
export class HeardBeats implements Disposable {
  readonly #beats: Heartbeat[] = [];
  readonly #end = new AbortController();
  #take: (beat: Heartbeat) => void = () => undefined;

  /** Begins to listen. */
  constructor(client: KumaClient, ids: readonly number[]) {
    void this.#listen(client, ids);
  }

  /** Hands over what was heard, and then each one that comes. */
  follow(take: (beat: Heartbeat) => void): void {
    this.#take = take;
    for (const beat of this.#beats) take(beat);
  }

  async #listen(client: KumaClient, ids: readonly number[]): Promise<void> {
    try {
      for await (const beat of client.monitors.watch(ids, { signal: this.#end.signal })) {
        this.#beats.push(beat);
        this.#take(beat);
      }
    } catch {
      // The server is asked, too, and that says what is wrong.
    }
  }

  /** Ends the listening. */
  [Symbol.dispose](): void {
    this.#end.abort();
  }
}
