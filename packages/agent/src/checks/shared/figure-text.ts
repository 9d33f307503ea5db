import type { Amount } from "../../config/settings/amount-setting.ts";

const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A size as people say it: `512 bytes`, `1.5 GiB`, `120 MiB`. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.6 would be rounded to 1024 of the same unit.
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || value >= 99.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${rounded} ${units[unit]}`;
}

/** A percentage as people say it: `42%`, `3.7%`, never 0% or 100% when it is not quite so. */
export function percentText(percent: number): string {
  if (percent > 0 && percent < 0.1) return "<0.1%";
  if (percent < 10) return `${Math.round(percent * 10) / 10}%`;
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : Math.round(percent)}%`;
}

/** How much there is of something. */
export interface Remainder {
  /** In bytes. */
  readonly bytes: number;
  /** Of the whole, 0 to 100. */
  readonly percent: number;
}

/**
 * The first of the limits that a remainder is below, as people say it: `10%`, `5 GiB`. Undefined when it is below none.
 *
 * @param remainder - what is left
 * @param limits - from the config
 */
export function belowAmount(remainder: Remainder, limits: readonly Amount[]): string | undefined {
  const crossed = limits.find((limit) =>
    typeof limit === "number" ? remainder.bytes < limit : remainder.percent < Number(limit.replace("%", "")),
  );
  return typeof crossed === "number" ? byteText(crossed) : crossed;
}
