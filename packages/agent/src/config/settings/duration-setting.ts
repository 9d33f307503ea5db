import ms, { type StringValue } from "ms";
import * as z from "zod";

/** The limits of a duration, in seconds. */
export interface DurationLimits {
  readonly min: number;
  readonly max: number;
  /** Whether it has to be a whole number of seconds. */
  readonly whole?: boolean;
}

/** Seconds; NaN when the text is no duration. A number alone is seconds, in quotes as well. */
function secondsOf(given: number | string): number {
  if (typeof given === "number") return given;
  const text = given.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  // ms() refuses an empty text and one of more than 100 characters by throwing.
  return text === "" || text.length > 100 ? Number.NaN : (ms(text as StringValue) ?? Number.NaN) / 1000;
}

/**
 * The schema of a duration in the config: a number of seconds, or a text such as `500ms`, `90s`, `5 min`, `2h` or `1 day`.
 * What comes out is always seconds.
 */
export function durationSetting({ min, max, whole = false }: DurationLimits) {
  return z
    .union([z.number(), z.string()], {
      error: ({ input }) =>
        input === undefined ? "is missing: a duration" : "must be a duration, as 30, 90s or 5 min",
    })
    .transform((given, context) => {
      const seconds = secondsOf(given);
      const problem = problemOf(seconds, { min, max, whole });
      if (problem === undefined) return seconds;
      context.addIssue({ code: "custom", message: problem });
      return z.NEVER;
    });
}

function problemOf(seconds: number, { min, max, whole = false }: DurationLimits): string | undefined {
  if (Number.isNaN(seconds)) return "is not a duration: write it like 30, 90s or 5 min";
  if (whole && !Number.isInteger(seconds)) return "must be a whole number of seconds";
  if (seconds < min) return `must be at least ${min} s`;
  return seconds > max ? `must be at most ${max} s` : undefined;
}
