/** Places for what may run a few at a time: the service has little room for tasks and open files. */
export class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** Begins with all of them free. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Does something once there is a place for it, in the order of the calls. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A place goes straight to who waits, so that nobody who comes meanwhile takes it as well.
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
