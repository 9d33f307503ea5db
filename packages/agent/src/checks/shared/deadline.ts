/** The time was up. */
export class DeadlineError extends Error {
  /** The class's name. */
  override readonly name = "DeadlineError";
}

/** A limit on how long something may take. */
export interface Deadline {
  /** Ends when the time is up, or when the outer signal does. */
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly isOver: boolean;
  /** No more limit. */
  clear(): void;
}

/**
 * Sets a limit.
 *
 * @param ms - how long
 * @param outer - ends it earlier
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const end = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError("the time is up")), ms);
  if (outer?.aborted === true) end();
  outer?.addEventListener("abort", end);
  return {
    signal: controller.signal,
    get isOver() {
      return controller.signal.reason instanceof DeadlineError;
    },
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", end);
    },
  };
}
