import { setTimeout as sleep } from "node:timers/promises";
import type { KumaClient } from "@kumakit/client";

/** How long a beat may take, in ms. */
const patienceMs = 30_000;

/** Hears when Uptime Kuma has stored a beat of one monitor: it sends it to its clients right after. */
export class BeatWatch {
  #last: { readonly status: string; readonly at: number } | undefined;
  #onBeat: (() => void) | undefined;

  /** Listens until the signal ends it. */
  constructor(client: KumaClient, id: number, signal: AbortSignal) {
    void this.#listen(client.monitors.watch(id, { signal }));
  }

  async #listen(beats: AsyncIterable<{ readonly status: string }>): Promise<void> {
    try {
      for await (const { status } of beats) {
        this.#last = { status, at: performance.now() };
        this.#onBeat?.();
      }
    } catch {
      // The caller that waits for a beat says that none came.
    }
  }

  /** Waits until the newest beat is of a state. @returns when it came, monotonic ms */
  async until(status: "up" | "down"): Promise<number> {
    const end = performance.now() + patienceMs;
    while (this.#last?.status !== status) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`no ${status} within ${patienceMs / 1000} s`);
      const ended = new AbortController();
      const beat = new Promise<void>((resolve) => {
        this.#onBeat = resolve;
      });
      await Promise.race([beat, sleep(left, undefined, { signal: ended.signal }).catch(() => undefined)]);
      ended.abort();
    }
    return this.#last.at;
  }
}
