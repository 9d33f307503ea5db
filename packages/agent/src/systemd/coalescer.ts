/** Waits until the questions of this moment have been heard: they join the same batch. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Batch<Item> {
  readonly items: Set<Item>;
  readonly done: Promise<void>;
}

/** Makes one piece of work of what many ask for in the same moment, or while the piece before is under way. */
export class Coalescer<Item> {
  readonly #run: (items: ReadonlySet<Item>) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Batch<Item> | undefined;

  /** @param run - does the work for a batch; never called twice at once */
  constructor(run: (items: ReadonlySet<Item>) => Promise<void>) {
    this.#run = run;
  }

  /** Resolves when a batch that was begun after this call is done, and rejects as it does. */
  add(items: Iterable<Item>): Promise<void> {
    this.#next ??= this.#begin();
    for (const item of items) this.#next.items.add(item);
    return this.#next.done;
  }

  #begin(): Batch<Item> {
    const items = new Set<Item>();
    const done = this.#last.then(nextTurn).then(() => {
      this.#next = undefined;
      return this.#run(items);
    });
    this.#last = done.catch(() => undefined);
    return { items, done };
  }
}
