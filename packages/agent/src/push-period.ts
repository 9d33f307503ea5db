/** The shortest monitor interval that leaves room for a push period, in seconds. */
export const minimumIntervalSeconds = 6;

/** Seconds of network delay and retrying that a push period leaves room for. */
const slackSeconds = 4;

/**
 * The seconds between two pushes for a monitor with the given interval.
 *
 * The server raises "No heartbeat in the time window" at `interval + 1` s after the last push, so two periods and the
 * slack have to fit into one interval: one lost push then causes no false alarm.
 *
 * @param interval - the monitor's interval in seconds, at least {@link minimumIntervalSeconds}
 * @throws RangeError when the interval is shorter than that, or no number
 */
export function pushPeriodSeconds(interval: number): number {
  if (!(interval >= minimumIntervalSeconds)) {
    throw new RangeError(`the interval must be at least ${minimumIntervalSeconds} s, not ${interval}`);
  }
  return Math.floor((interval - slackSeconds) / 2);
}
