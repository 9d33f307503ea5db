import { parseDuration } from "@kumakit/text";

/** The longest time that a timer of Node holds, about 24 days, in ms. */
const LONGEST_MS = 2_147_483_647;

/**
 * Reads a duration that is to be waited for, such as `500ms`, `30s`, `5 min` or `1h 30m`. A number alone is seconds.
 *
 * @returns milliseconds
 * @throws RangeError when it is not a duration, not above zero, or longer than 24 days
 */
export function parseWait(text: string): number {
  const milliseconds = Math.round(parseDuration(text) ?? Number.NaN);
  if (!(milliseconds > 0)) throw new RangeError(`"${text}" is not a duration: write it like 500ms, 30s or 5 min`);
  if (milliseconds > LONGEST_MS) throw new RangeError(`"${text}" is longer than 24 days`);
  return milliseconds;
}
