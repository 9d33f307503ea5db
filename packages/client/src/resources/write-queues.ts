import { checkCallOptions } from "../arguments/check-call-options.ts";
import { KumaAbortedError } from "../errors/kuma-errors.ts";
import type { CallOptions } from "./call-options.ts";

/** The kinds of things whose writes wait for each other. */
export type Queued =
  | "monitor"
  | "notification"
  | "tag"
  | "API key"
  | "maintenance"
  | "status page"
  | "settings"
  | "account"
  | "proxy"
  | "docker host"
  | "remote browser";

async function settled(promises: Iterable<Promise<unknown>>): Promise<void> {
  await Promise.allSettled(promises);
}

/** Waits for something that ends by itself, unless the signal fires before. */
async function unlessAborted(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return before;
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new KumaAbortedError("The request", { cause: signal.reason }));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    await Promise.race([before, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** The writes about one kind of thing. */
class Queue {
  readonly #last = new Map<unknown, Promise<unknown>>();
  #lastAlone: Promise<unknown> = Promise.resolve();

  /** What a write of one thing has to wait for. */
  before(id: unknown): Promise<void> {
    return settled([this.#lastAlone, this.#last.get(id) ?? Promise.resolve()]);
  }

  /** What a write that touches all has to wait for. */
  beforeAlone(): Promise<void> {
    return settled([this.#lastAlone, ...this.#last.values()]);
  }

  add(id: unknown, write: Promise<unknown>): void {
    this.#last.set(id, write);
    void this.#forget(id, write);
  }

  async #forget(id: unknown, write: Promise<unknown>): Promise<void> {
    await settled([write]);
    if (this.#last.get(id) === write) this.#last.delete(id);
  }

  addAlone(write: Promise<unknown>): void {
    this.#lastAlone = settled([write]);
  }
}

/**
 * Lets the writes of one client about the same thing happen one after the other. Most of them read what is there and write all
 * of it back: two at once would lose one. A write must not wait for another one about the same thing inside of it.
 */
export class WriteQueues {
  readonly #queues = new Map<Queued, Queue>();

  /**
   * Writes one thing, after those who asked before.
   *
   * @throws {@link KumaAbortedError} when the signal fires while it waits; nothing was sent.
   */
  one<T>([kind, id]: readonly [Queued, unknown], write: () => Promise<T>, options?: CallOptions): Promise<T> {
    const queue = this.#of(kind);
    const run = this.#after(queue.before(id), write, options);
    queue.add(id, run);
    return run;
  }

  /** The same for a write that touches every thing of a kind, or might. */
  all<T>(kind: Queued, write: () => Promise<T>, options?: CallOptions): Promise<T> {
    const queue = this.#of(kind);
    const run = this.#after(queue.beforeAlone(), write, options);
    queue.addAlone(run);
    return run;
  }

  async #after<T>(before: Promise<void>, write: () => Promise<T>, options: CallOptions = {}): Promise<T> {
    checkCallOptions(options);
    await unlessAborted(before, options.signal);
    return write();
  }

  #of(kind: Queued): Queue {
    const queue = this.#queues.get(kind) ?? new Queue();
    this.#queues.set(kind, queue);
    return queue;
  }
}
