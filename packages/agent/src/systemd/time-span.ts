const unitsUs: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  min: 60e6,
  h: 3_600e6,
  d: 86_400e6,
  w: 7 * 86_400e6,
  month: 2_629_800e6,
  y: 31_557_600e6,
};

/** A length of time as systemd prints it, such as `1w 2d 3h 4min 5.5s`, in µs; 0 for a text that holds none. */
export function spanUs(text: string): number {
  let us = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|min|h|d|w|month|y)\b/g)) {
    us += Number(amount) * (unitsUs[unit] ?? 0);
  }
  return us;
}

/** So many µs stand for "no limit" on the bus. */
const endlessUs = 2 ** 63;

/**
 * A limit of a unit, in ms: from the bus it comes in µs, from `systemctl show` as a text.
 *
 * @returns `Infinity` where there is no limit; undefined when it is not known
 */
export function limitMs(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const us = /^\d+$/.test(text) ? Number(text) : spanUs(text);
  return us === 0 || us >= endlessUs ? Number.POSITIVE_INFINITY : Math.round(us / 1000);
}
