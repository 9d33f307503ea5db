/** The present time by the clock of systemd's monotonic times, which stands still while the machine sleeps; in ms. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1000;
}

/** A time of `performance.now()` by the clock of {@link monotonicNow}. */
export function monotonicAt(performanceMs: number): number {
  return monotonicNow() + performanceMs - performance.now();
}
