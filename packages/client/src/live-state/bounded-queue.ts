interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

interface Entry<T> {
  readonly item: T;
  readonly key: string | undefined;
}

/** How a queue behaves. */
export interface QueueOptions<T> {
  /** How many items that nobody has read yet it holds. */
  readonly capacity: number;
  /** It will take nothing any more. Called once. */
  readonly onEnd: () => void;
  /** Nobody reads, and the oldest item was thrown away; the argument says how many since the last read. */
  readonly onDrop: (dropped: number) => void;
  /** The item that replaces the dropped ones for the reader; nothing by default. */
  readonly overflowItem?: ((dropped: number) => T) | undefined;
}

/** Turns callbacks into an async iterator, and holds a bounded number of items that nobody has read yet. */
export class BoundedQueue<T> implements AsyncIterableIterator<T, undefined>, AsyncDisposable {
  readonly #options: QueueOptions<T>;
  readonly #entries: Entry<T>[] = [];
  readonly #keys = new Set<string>();
  readonly #readers: Reader<T>[] = [];
  #dropped = 0;
  #droppedInAll = 0;
  #end: { readonly error: unknown } | undefined;

  /** Takes how it behaves. */
  constructor(options: QueueOptions<T>) {
    this.#options = options;
  }

  /** How many items were thrown away since the beginning. */
  get dropped(): number {
    return this.#droppedInAll;
  }

  /**
   * Adds an item, or hands it to who waits for one.
   *
   * @param key - Of items with the same key only the newest is kept.
   */
  push(item: T, key?: string): void {
    if (this.#end !== undefined) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ value: item, done: false });
      return;
    }
    if (key !== undefined) this.#supersede(key);
    this.#entries.push({ item, key });
    if (this.#entries.length <= this.#options.capacity) return;
    this.#take();
    this.#dropped += 1;
    this.#droppedInAll += 1;
    this.#options.onDrop(this.#dropped);
  }

  /** Ends the iteration, after what is still in the queue; with an error if there is one. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    this.#options.onEnd();
    for (const reader of this.#readers.splice(0)) this.#finish(reader);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      const item = this.#overflow() ?? this.#take();
      if (item !== undefined) resolve({ value: item, done: false });
      else if (this.#end === undefined) this.#readers.push({ resolve, reject });
      else this.#finish({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#entries.length = 0;
    this.#keys.clear();
    this.#dropped = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #overflow(): T | undefined {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped === 0 ? undefined : this.#options.overflowItem?.(dropped);
  }

  #take(): T | undefined {
    const entry = this.#entries.shift();
    if (entry?.key !== undefined) this.#keys.delete(entry.key);
    return entry?.item;
  }

  #supersede(key: string): void {
    if (!this.#keys.has(key)) {
      this.#keys.add(key);
      return;
    }
    const index = this.#entries.findIndex((entry) => entry.key === key);
    this.#entries.splice(index, 1);
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
