const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Every way in which people write a unit; in ms. A month is left out: nobody knows how long it is. */
const units: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, "ms msec msecs millisecond milliseconds"],
      [second, "s sec secs second seconds"],
      [minute, "m min mins minute minutes"],
      [hour, "h hr hrs hour hours"],
      [day, "d day days"],
      [7 * day, "w week weeks"],
      [365.25 * day, "y yr yrs year years"],
    ] as const
  ).flatMap(([ms, names]) => names.split(" ").map((name) => [name, ms] as const)),
);

/** The longest text that is looked at, in characters. */
const longestText = 100;

const amount = /(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)/y;

/**
 * Reads a duration as people write it: `30`, `500ms`, `90s`, `5 min`, `1.5 hours`, `1d`, `1h 30m`. A number alone is
 * seconds. Of several parts each has a unit, the longest first. It reads what {@link formatDuration} writes from 1 s on.
 *
 * @param text - blanks around it and capital letters do not matter; a `-` before it makes it negative
 * @returns ms, or undefined when the text is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const isNegative = text.trim().startsWith("-");
  const written = text
    .trim()
    .toLowerCase()
    .slice(isNegative ? 1 : 0);
  if (written === "" || written.length > longestText) return undefined;
  if (/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(written)) return signed(Number(written) * second, isNegative);
  const total = sumOfParts(written);
  return total === undefined ? undefined : signed(total, isNegative);
}

function sumOfParts(written: string): number | undefined {
  let total = 0;
  let shorterThan = Number.POSITIVE_INFINITY;
  amount.lastIndex = 0;
  while (amount.lastIndex < written.length) {
    const [, number, name = ""] = amount.exec(written) ?? [];
    const unit = units.get(name);
    if (number === undefined || unit === undefined || unit >= shorterThan) return undefined;
    total += Number(number) * unit;
    shorterThan = unit;
    while (written.charAt(amount.lastIndex) === " ") amount.lastIndex += 1;
  }
  return total;
}

function signed(ms: number, isNegative: boolean): number {
  return isNegative ? -ms : ms;
}

/**
 * Writes a duration as people say it: `less than 1 s`, `3 s`, `4 min 12 s`, `2 h 5 min`, `3 d 4 h`.
 *
 * @param ms - the duration in ms
 */
export function formatDuration(ms: number): string {
  if (ms < second) return "less than 1 s";
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return twoParts([minutes, "min"], [seconds % 60, "s"]);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return twoParts([hours, "h"], [minutes % 60, "min"]);
  return twoParts([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

type Part = readonly [number: number, unit: string];

function twoParts([large, largeUnit]: Part, [small, smallUnit]: Part): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
