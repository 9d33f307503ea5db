import * as z from "zod";
import { settingTraits } from "./setting-traits.ts";

/** The number of a text such as `10%`, `7.5 %` or `10`; undefined when it is not a percentage from 0 to 100. */
export function percentOf(text: string): number | undefined {
  const number = /^(?<number>\d{1,3}(\.\d{1,6})?) {0,3}%?$/.exec(text.trim())?.groups?.["number"];
  return number === undefined || Number(number) > 100 ? undefined : Number(number);
}

/** The schema of a percentage in the config: `10%`, or the number 10. The result is always the number. */
export function percentageSetting() {
  return z
    .union([z.number(), z.string()], {
      error: ({ input }) => (input === undefined ? "is missing: a percentage" : "must be a percentage, as 10%"),
    })
    .transform((given, context) => {
      const percent = percentOf(String(given));
      if (percent !== undefined) return percent;
      context.addIssue({ code: "custom", message: "is not a percentage from 0 to 100: write it like 10%" });
      return z.NEVER;
    })
    .register(settingTraits, { kind: "percentage" });
}
