/**
 * The end of a check, for whatever it has started. An AbortSignal is made only for those who ask for one: it takes a
 * kilobyte, and what watches units of systemd needs none.
 */
export class CheckEnd {
  #listeners: readonly (() => void)[] = [];
  #controller: AbortController | undefined;
  #hasCome = false;

  /** Whether the check is not wanted any more. */
  get hasCome(): boolean {
    return this.#hasCome;
  }

  /** Aborted by the end. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#hasCome) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Has a listener called once the end comes. */
  listen(listener: () => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  /** The check is not wanted any more. */
  come(): void {
    if (this.#hasCome) return;
    this.#hasCome = true;
    this.#controller?.abort();
    for (const listener of this.#listeners) listener();
    this.#listeners = [];
  }
}
