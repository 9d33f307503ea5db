import { waitFor } from "./deadline.ts";
import type { Deadline } from "./deadline.ts";

type State =
  | { readonly kind: "open" }
  | { readonly kind: "shut" }
  | { readonly kind: "failed"; readonly error: unknown; readonly isFinal: boolean };

/** Lets calls through while the connection is logged in, and holds them back while it is being made again. */
export class ReadyGate {
  #state: State = { kind: "open" };
  readonly #waiting = new Set<() => void>();

  /** Lets everybody through. */
  open(): void {
    this.#become({ kind: "open" });
  }

  /** Holds everybody back. */
  shut(): void {
    this.#become({ kind: "shut" });
  }

  /** Turns everybody away with an error, until it is opened or shut again. */
  fail(error: unknown, isFinal = false): void {
    this.#become({ kind: "failed", error, isFinal });
  }

  /**
   * Waits to be let through.
   *
   * @param isPatient - Goes on waiting while everybody is turned away, unless that is for good.
   */
  async pass(deadline: Deadline, isPatient = false): Promise<void> {
    if (this.#state.kind === "open") return;
    await waitFor<void>(deadline, ({ resolve, reject }) => {
      const check = (): void => {
        if (this.#state.kind === "open") resolve();
        if (this.#state.kind === "failed" && (this.#state.isFinal || !isPatient)) reject(this.#state.error);
      };
      this.#waiting.add(check);
      check();
      return () => this.#waiting.delete(check);
    });
  }

  #become(state: State): void {
    this.#state = state;
    for (const check of this.#waiting) check();
  }
}
