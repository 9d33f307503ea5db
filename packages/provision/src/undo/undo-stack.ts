/** What it takes to go back, in the order in which it was done. */
export class UndoStack {
  readonly #steps: { readonly what: string; readonly back: () => Promise<unknown> }[] = [];

  /** Remembers the way back from something that was just done; `what` completes "could not …". */
  add(what: string, back: () => Promise<unknown>): void {
    this.#steps.push({ what, back });
  }

  /**
   * Goes all the way back, last step first. One step that fails does not keep the others from being tried.
   *
   * @throws AggregateError naming what could not be undone
   */
  async run(): Promise<void> {
    const failures: Error[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      const { what, back } = step;
      await back().catch((cause: unknown) => failures.push(new Error(`could not ${what}`, { cause })));
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join("; "));
  }

  /**
   * Goes all the way back because of an error, which is then to be thrown.
   *
   * @returns the error itself, or one that also says what was left behind
   */
  async runBecauseOf(error: unknown): Promise<unknown> {
    try {
      await this.run();
      return error;
    } catch (left) {
      if (error instanceof Error && left instanceof Error) error.message += ` (and on the way back: ${left.message})`;
      return error;
    }
  }
}
