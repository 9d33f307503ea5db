/** The steps that take everything down at the end, last one first. One failing does not keep the others from running. */
export class CleanUps {
  readonly #resources: AsyncDisposable[] = [];

  add<T extends AsyncDisposable>(resource: T): T {
    this.#resources.push(resource);
    return resource;
  }

  /** Disposes of everything; failures are printed, because nothing can be done about them here. */
  async run(): Promise<void> {
    for (const resource of this.#resources.toReversed()) {
      try {
        await resource[Symbol.asyncDispose]();
      } catch (error) {
        console.error(`clean-up: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode ||= 1;
      }
    }
  }
}
