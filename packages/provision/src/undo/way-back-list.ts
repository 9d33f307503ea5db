/** What an install must take back when it fails, in the order in which it was done. */
export class WayBackList {
  readonly #undos: (() => Promise<void>)[] = [];

  add(undo: () => Promise<void>): void {
    this.#undos.push(undo);
  }

  /** Takes everything back, the last first. @returns what could not be taken back, in sentences */
  async go(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const undo of this.#undos.splice(0).toReversed()) {
      await undo().catch((error: unknown) => left.push(error instanceof Error ? error.message : String(error)));
    }
    return left;
  }
}
