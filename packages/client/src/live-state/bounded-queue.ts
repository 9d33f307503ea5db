const capacity = 1_000;

interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** What a queue tells its owner. */
export interface QueueListeners {
  /** It will take nothing any more. Called once. */
  readonly onEnd: () => void;
  /** Nobody reads, and the oldest item was thrown away. */
  readonly onDrop: () => void;
}

/** Turns callbacks into an async iterator. Holds at most 1,000 items that nobody has read yet. */
export class BoundedQueue<T> implements AsyncIterableIterator<T, undefined> {
  readonly #listeners: QueueListeners;
  readonly #items: T[] = [];
  readonly #readers: Reader<T>[] = [];
  #end: { readonly error: unknown } | undefined;

  /** Takes what to tell the owner. */
  constructor(listeners: QueueListeners) {
    this.#listeners = listeners;
  }

  /** Adds an item, or hands it to who waits for one. */
  push(item: T): void {
    if (this.#end !== undefined) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ value: item, done: false });
      return;
    }
    this.#items.push(item);
    if (this.#items.length <= capacity) return;
    this.#items.shift();
    this.#listeners.onDrop();
  }

  /** Ends the iteration, after what is still in the queue; with an error if there is one. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    this.#listeners.onEnd();
    for (const reader of this.#readers.splice(0)) this.#finish(reader);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      const item = this.#items.shift();
      if (item !== undefined) resolve({ value: item, done: false });
      else if (this.#end === undefined) this.#readers.push({ resolve, reject });
      else this.#finish({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#items.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(reader: Reader<T>): void {
    const error = this.#end?.error;
    if (error === undefined) {
      reader.resolve({ value: undefined, done: true });
      return;
    }
    // Once: an iterator that has failed is done.
    this.#end = { error: undefined };
    reader.reject(error);
  }
}
