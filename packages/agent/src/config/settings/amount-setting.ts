import * as z from "zod";
import { bytesOf } from "./byte-size-setting.ts";
import { percentOf } from "./percentage-setting.ts";
import { settingTraits } from "./setting-traits.ts";

/** A part of something: bytes as a number, or a percentage as a text that ends in `%`. */
export type Amount = number | string;

/** At most so many limits in one list. */
const mostAmounts = 10;

/** The amount in the form that is kept; undefined when it is something else. */
function amountOf(given: number | string): Amount | undefined {
  if (typeof given === "number") return Number.isSafeInteger(given) && given >= 0 ? given : undefined;
  if (!given.trim().endsWith("%")) return bytesOf(given);
  const percent = percentOf(given);
  return percent === undefined ? undefined : `${percent}%`;
}

/** As many bytes as there are percents: nobody wants so few, and somebody has forgotten the sign. */
function isUnclear(amount: Amount): boolean {
  return typeof amount === "number" && amount > 0 && amount <= 100;
}

/**
 * The schema of one amount or several: `10%`, `5 GiB`, a number of bytes, or a list of these. The result is always a
 * list, each a number of bytes or a text such as `10%`.
 *
 * @param options - `ofThings`: a number counts things and no bytes, so that a small one is right
 */
export function amountsSetting({ ofThings = false }: { readonly ofThings?: boolean } = {}) {
  return z
    .union([z.number(), z.string(), z.array(z.union([z.number(), z.string()]))], {
      error: ({ input }) =>
        input === undefined ? "is missing: a percentage or a size" : "must be a percentage or a size, as 10% or 5 GiB",
    })
    .transform((given, context) => {
      const list = Array.isArray(given) ? given : [given];
      const amounts = list.map(amountOf).filter((amount) => amount !== undefined);
      const message = problemOf(list, amounts, ofThings);
      if (message === undefined) return amounts;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .register(settingTraits, { kind: "amount" });
}

function problemOf(given: readonly unknown[], amounts: readonly Amount[], ofThings: boolean): string | undefined {
  if (given.length === 0 || given.length > mostAmounts) return `must name one to ${mostAmounts} limits`;
  if (amounts.length < given.length) return "is neither a percentage nor a size: write it like 10% or 5 GiB";
  const unclear = ofThings ? undefined : amounts.find(isUnclear);
  return unclear === undefined ? undefined : `is only ${unclear} bytes: write ${unclear}% if that is meant`;
}
