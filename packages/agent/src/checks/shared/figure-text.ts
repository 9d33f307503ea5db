import type { Amount } from "../../config/settings/amount-setting.ts";

const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

type Rounding = (value: number) => number;

/** A size as people say it: `512 bytes`, `1.5 GiB`, `120 MiB`. */
export function byteText(bytes: number, round: Rounding = Math.round): string {
  let value = bytes;
  let unit = 0;
  // 1023.6 would be rounded to 1024 of the same unit.
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || value >= 99.95 ? round(value) : round(value * 10) / 10;
  return `${rounded} ${units[unit]}`;
}

/** A percentage as people say it: `42%`, `3.7%`, never 0% or 100% when it is not quite so. */
export function percentText(percent: number): string {
  if (percent > 0 && percent < 0.1) return "<0.1%";
  if (percent < 10) return `${Math.round(percent * 10) / 10}%`;
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : Math.round(percent)}%`;
}

/** Rounded down where it would read as the limit else. */
function percentBelow(percent: number, limit: string): string {
  const text = percentText(percent);
  return Number.parseFloat(text) < Number.parseFloat(limit) || text.startsWith("<")
    ? text
    : `${Math.floor(percent * 10) / 10}%`;
}

function bytesBelow(bytes: number, limit: number): string {
  const text = byteText(bytes);
  return text === byteText(limit) ? byteText(bytes, Math.floor) : text;
}

/** How much there is of something. */
export interface Remainder {
  /** In bytes. */
  readonly bytes: number;
  /** Of the whole, 0 to 100. */
  readonly percent: number;
}

/** A limit that was crossed. */
export interface Shortage {
  /** What is left, in the measure of the limit, and so that it reads as less: `9.9%`, `1.9 GiB`. */
  readonly left: string;
  /** The same in the other measure. */
  readonly other: string;
  /** As people say it: `10%`, `5 GiB`. */
  readonly limit: string;
}

/**
 * The first of the limits that a remainder is below. Undefined when it is below none.
 *
 * @param remainder - what is left
 * @param limits - from the config
 */
export function shortageOf(remainder: Remainder, limits: readonly Amount[]): Shortage | undefined {
  const { bytes, percent } = remainder;
  const crossed = limits.find((limit) =>
    typeof limit === "number" ? bytes < limit : percent < Number(limit.replace("%", "")),
  );
  if (crossed === undefined) return undefined;
  return typeof crossed === "number"
    ? { left: bytesBelow(bytes, crossed), other: percentText(percent), limit: byteText(crossed) }
    : { left: percentBelow(percent, crossed), other: byteText(bytes), limit: crossed };
}
