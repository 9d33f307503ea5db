import * as z from "zod";
import { settingTraits } from "./setting-traits.ts";

const factors: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  tb: 1000 ** 4,
  pb: 1000 ** 5,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  pib: 1024 ** 5,
};

/**
 * The bytes of a text such as `512`, `500 MB`, `5 GiB` or `64k`; undefined when it is not a size. `MB` is 1000²; `MiB`
 * and a bare `M` are 1024², like in GNU tools.
 *
 * The `bytes` package is not used: it takes 1 MB for 1024², and reads `5 GiB` as 5 bytes.
 */
export function bytesOf(text: string): number | undefined {
  const { number, unit } =
    /^(?<number>\d{1,15}(\.\d{1,6})?) {0,3}(?<unit>[A-Za-z]{0,3})$/.exec(text.trim())?.groups ?? {};
  const name = unit?.toLowerCase();
  if (number === undefined || name === undefined || !Object.hasOwn(factors, name)) return undefined;
  const bytes = Math.round(Number(number) * (factors[name] ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * The schema of a size in the config: a number of bytes, or a text such as `500 MB` or `5 GiB`. The result is always
 * bytes.
 *
 * @param limits - the most bytes that are accepted
 */
export function byteSizeSetting({ max = Number.MAX_SAFE_INTEGER }: { readonly max?: number } = {}) {
  return z
    .union([z.number(), z.string()], {
      error: ({ input }) => (input === undefined ? "is missing: a size" : "must be a size, as 500 MB or 5 GiB"),
    })
    .transform((given, context) => {
      const bytes = typeof given === "number" ? given : bytesOf(given);
      const problem = problemOf(bytes, max);
      if (bytes !== undefined && problem === undefined) return bytes;
      context.addIssue({ code: "custom", message: problem ?? "is not a size" });
      return z.NEVER;
    })
    .register(settingTraits, { kind: "size" });
}

function problemOf(bytes: number | undefined, max: number): string | undefined {
  if (bytes === undefined) return "is not a size: write it like 500 MB or 5 GiB";
  if (!Number.isInteger(bytes)) return "must be a whole number of bytes";
  if (bytes < 0) return "must not be negative";
  return bytes > max ? `must be at most ${max} bytes` : undefined;
}
