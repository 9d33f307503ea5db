/** HTTP status codes, as the config has them: `200`, `"200-299"` or a list of such. */
export type StatusRanges = number | string | readonly (number | string)[];

const range = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/;

/** The first and the last code of a range; undefined when it is not a range. */
export function boundsOf(given: number | string): readonly [number, number] | undefined {
  const parts = range.exec(String(given).trim());
  if (parts === null) return undefined;
  const first = Number(parts[1]);
  const last = Number(parts[2] ?? parts[1]);
  return first <= last ? [first, last] : undefined;
}

/**
 * Whether a status code is one of those.
 *
 * @param status - of the answer
 * @param wanted - as `statusRanges` accepts it
 */
export function isStatusIn(status: number, wanted: StatusRanges): boolean {
  return [wanted].flat().some((given) => {
    const [first, last] = boundsOf(given) ?? [0, 0];
    return status >= first && status <= last;
  });
}

/** The ranges as a message says them: `200-299, 401`. */
export function statusRangesText(wanted: StatusRanges): string {
  return [wanted].flat().join(", ");
}
