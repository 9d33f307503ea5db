import { KumaAbortedError } from "../errors/kuma-errors.ts";

/** The ends of a wait, besides its result. */
export interface Deadline {
  /** Milliseconds. */
  readonly timeout: number;
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
  /** What is waited for, as the subject of a sentence. */
  readonly what: string;
  /** The error for silence. */
  readonly onTimeout: () => Error;
  /** Listens for signs that it goes on, each of which starts the time again; returns how to stop. */
  readonly onProgress?: ((isGoingOn: () => void) => () => void) | undefined;
}

/** The two ends of a promise, and a place for what has to be taken down when it settles. */
export interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Signs that it goes on make a wait so many times as long at most. */
const mostPatience = 10;

/**
 * Waits for something that is announced by a callback, but not for ever. Afterwards, timer, abort listener and the
 * caller's own listeners are always gone.
 *
 * @param deadline - How long, and who may stop it.
 * @param begin - Starts listening; returns how to stop.
 */
export function waitFor<T>(deadline: Deadline, begin: (waiting: Waiting<T>) => () => void): Promise<T> {
  const { signal, what } = deadline;
  if (signal?.aborted === true) return Promise.reject(new KumaAbortedError(what, { cause: signal.reason }));
  return new Promise<T>((resolve, reject) => {
    let stop = (): void => {};
    const cleanUp = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      stopProgress();
      stop();
    };
    const settle = (action: () => void): void => {
      cleanUp();
      action();
    };
    const onAbort = (): void => settle(() => reject(new KumaAbortedError(what, { cause: signal?.reason })));
    const timer = setTimeout(() => settle(() => reject(deadline.onTimeout())), deadline.timeout);
    const until = performance.now() + mostPatience * deadline.timeout;
    const goOn = (): void => {
      if (performance.now() < until) timer.refresh();
    };
    const stopProgress = deadline.onProgress?.(goOn) ?? ((): void => {});
    signal?.addEventListener("abort", onAbort, { once: true });
    let isSettled = false;
    const once = (action: () => void): void => {
      isSettled = true;
      settle(action);
    };
    stop = begin({ resolve: (value) => once(() => resolve(value)), reject: (error) => once(() => reject(error)) });
    // It may have been settled while it was begun, before there was anything to stop.
    if (isSettled) stop();
  });
}
