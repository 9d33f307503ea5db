const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The longest time that a timer of Node holds, about 24 days, in ms. */
const LONGEST_MS = 2_147_483_647;

/**
 * Reads a duration: a number with `ms`, `s`, `m` or `h`, such as `500ms`, `30s` or `1m`. A number alone is seconds.
 *
 * @returns milliseconds
 * @throws RangeError when it is no duration, not above zero, or longer than 24 days
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  const unit = MILLISECONDS[match?.[2] ?? "s"];
  const milliseconds = Math.round(Number(match?.[1]) * (unit ?? Number.NaN));
  if (!(milliseconds > 0 && milliseconds <= LONGEST_MS))
    throw new RangeError(`"${text}" is not a duration: write it like 500ms, 30s or 1m`);
  return milliseconds;
}
