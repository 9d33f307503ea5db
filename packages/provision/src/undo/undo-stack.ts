import { isInstallerError } from "@kumakit/installer";

import { ProvisionError, isProvisionError } from "../errors/provision-error.ts";

/** One step of the way back. */
interface UndoStep {
  /** Completes "could not …". */
  readonly what: string;
  readonly back: () => Promise<unknown>;
  /** Whether it takes back what others may use by now. */
  readonly isShared: boolean;
}

/** The way back from what was done, last step first: an `AsyncDisposableStack` that knows what each step is about. */
export class UndoStack implements AsyncDisposable {
  #steps: UndoStep[] = [];

  /**
   * Remembers the way back from something that was just done.
   *
   * @param what - completes "could not …", such as `delete the monitor "x" (id 3)`
   */
  defer(what: string, back: () => Promise<unknown>): void {
    this.#steps.push({ what, back, isShared: false });
  }

  /** As {@link UndoStack.defer}, for what others may use by now: `back` leaves what is in use. */
  deferShared(what: string, back: () => Promise<unknown>): void {
    this.#steps.push({ what, back, isShared: true });
  }

  /** Whether there is nothing to take back. */
  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  /** Takes the steps of another stack over, to go back before those that are here; the other one is empty then. */
  take(other: UndoStack): void {
    this.#steps.push(...other.#steps.splice(0));
  }

  /** Hands over the steps of {@link UndoStack.deferShared} to a new stack, to be gone once nobody is at work any more. */
  takeShared(): UndoStack {
    const shared = new UndoStack();
    shared.#steps = this.#steps.filter(({ isShared }) => isShared);
    this.#steps = this.#steps.filter(({ isShared }) => !isShared);
    return shared;
  }

  /** Hands all steps over to a new stack; this one is empty then. */
  move(): UndoStack {
    const moved = new UndoStack();
    [moved.#steps, this.#steps] = [this.#steps, []];
    return moved;
  }

  /**
   * Goes all the way back. One step that fails does not keep the others from being tried; none is tried twice.
   *
   * @returns what could not be taken back, one sentence each
   */
  async unwind(): Promise<readonly string[]> {
    const left: string[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      const { what } = step;
      await step.back().catch((error: unknown) => left.push(...leftovers(what, error)));
    }
    return left;
  }

  /** As {@link UndoStack.unwind}. @throws ProvisionError `KUMA_UNDO_INCOMPLETE` when something could not be taken back */
  async [Symbol.asyncDispose](): Promise<void> {
    const leftBehind = await this.unwind();
    if (leftBehind.length === 0) return;
    const message = `Not everything could be undone: ${leftBehind.join("; ")}`;
    throw new ProvisionError({ code: "KUMA_UNDO_INCOMPLETE", message, undone: true, leftBehind });
  }
}

function leftovers(what: string, error: unknown): readonly string[] {
  if (isProvisionError(error) && error.leftBehind.length > 0) return error.leftBehind;
  // The installer says in its own sentences what is still on the host.
  if (isInstallerError(error) && error.leftBehind.length > 0) return error.leftBehind;
  return [`could not ${what} (${error instanceof Error ? error.message : String(error)})`];
}
