/** Ticks at a fixed rate. */
export interface TickTimerOptions {
  readonly periodMs: number;
  /** When the first tick comes, in ms from now. */
  readonly firstAfterMs: number;
  readonly onTick: () => void;
}

/** Ticking that can be stopped. */
export interface TickTimer {
  /** How long until the next tick, in ms. */
  untilNext(): number;
  stop(): void;
}

/**
 * Ticks on the monotonic clock at `first + n · period`: it neither drifts with the work done nor jumps with the
 * wall clock. Ticks that were missed, because the process slept, are left out: there is never a burst.
 */
export function startTickTimer({ periodMs, firstAfterMs, onTick }: TickTimerOptions): TickTimer {
  let nextAt = performance.now() + firstAfterMs;
  let timer = setTimeout(tick, firstAfterMs);

  function tick(): void {
    const now = performance.now();
    const isDue = now >= nextAt;
    if (isDue) nextAt += Math.floor((now - nextAt) / periodMs + 1) * periodMs;
    timer = setTimeout(tick, Math.ceil(nextAt - now));
    if (isDue) onTick();
  }

  return {
    untilNext: () => Math.max(0, nextAt - performance.now()),
    stop: () => clearTimeout(timer),
  };
}
