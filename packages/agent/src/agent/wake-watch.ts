import { uptime } from "node:os";

/** How often it is looked, in ms; a check every few seconds costs less than a thousandth of one processor. */
const lookMs = 2_000;

/** The clocks may differ so much without anything being wrong, in ms; the one that counts sleep has whole hundredths. */
const toleranceMs = 1_000;

/** The clocks that are compared. */
export interface WakeClocks {
  /** Goes on while the machine sleeps, in ms; not set by anybody. */
  readonly withSleep: () => number;
  /** Stands still while the machine sleeps, in ms. */
  readonly withoutSleep: () => number;
}

const machineClocks: WakeClocks = { withSleep: () => uptime() * 1000, withoutSleep: () => performance.now() };

/**
 * Notices that the machine has slept. Timers stand still meanwhile, so that after a night of sleep the next tick would come
 * as if it had not been. Setting the wall clock is not taken for sleep.
 *
 * @param onWake - called within 2 s after the machine woke up
 * @param clocks - those of the machine
 * @returns ends it
 */
export function watchForWaking(onWake: () => void, clocks: WakeClocks = machineClocks): () => void {
  let before = asleepMs(clocks);
  const timer = setInterval(() => {
    const now = asleepMs(clocks);
    if (now - before > toleranceMs) onWake();
    before = now;
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

function asleepMs({ withSleep, withoutSleep }: WakeClocks): number {
  try {
    return withSleep() - withoutSleep();
  } catch {
    // A sandbox hides the clock; then only timers tell.
    return 0;
  }
}
