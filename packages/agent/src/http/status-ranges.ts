import * as z from "zod";

const range = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/;

function boundsOf(given: number | string): readonly [number, number] | undefined {
  const parts = range.exec(String(given).trim());
  if (parts === null) return undefined;
  const first = Number(parts[1]);
  const last = Number(parts[2] ?? parts[1]);
  return first <= last ? [first, last] : undefined;
}

const problem = 'must be status codes from 100 to 599: 200, "200-299", or a list of such';

const one = z
  .union([z.number(), z.string()], { error: problem })
  .refine((given) => boundsOf(given) !== undefined, problem);

/** The schema of HTTP status codes: `200`, `"200-299"` or a list of such. */
export const statusRanges = z.union([one, z.array(one).min(1).max(50)], { error: problem });

/**
 * Whether a status code is one of those.
 *
 * @param status - of the answer
 * @param wanted - as {@link statusRanges} accepts it
 */
export function isStatusIn(status: number, wanted: z.output<typeof statusRanges>): boolean {
  return [wanted].flat().some((given) => {
    const [first, last] = boundsOf(given) ?? [0, 0];
    return status >= first && status <= last;
  });
}

/** The ranges as a message says them: `200-299, 401`. */
export function statusRangesText(wanted: z.output<typeof statusRanges>): string {
  return [wanted].flat().join(", ");
}
