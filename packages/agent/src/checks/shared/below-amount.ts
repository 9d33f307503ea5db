import type { Amount } from "../../config/settings/amount-setting.ts";
import { byteText } from "./byte-text.ts";

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
