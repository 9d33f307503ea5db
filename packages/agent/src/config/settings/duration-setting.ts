import { parseDuration } from "@kumakit/text";
import * as z from "zod";
import { settingTraits } from "./setting-traits.ts";

/** The limits of a duration, in seconds. */
export interface DurationLimits {
  readonly min: number;
  readonly max: number;
  /** Whether it has to be a whole number of seconds. */
  readonly whole?: boolean;
}

/** Seconds; NaN when the text is not a duration. */
function secondsOf(given: number | string): number {
  return typeof given === "number" ? given : (parseDuration(given) ?? Number.NaN) / 1000;
}

/**
 * The schema of a duration in the config: a number of seconds, or a text such as `500ms`, `90s`, `5 min`, `1h 30m` or `1 day`.
 * The value that comes out is always in seconds.
 */
export function durationSetting({ min, max, whole = false }: DurationLimits) {
  return z
    .union([z.number(), z.string()], {
      error: ({ input }) =>
        input === undefined ? "is missing: a duration" : "must be a duration, such as 30, 90s or 5 min",
    })
    .transform((given, context) => {
      const seconds = secondsOf(given);
      const problem = problemOf(seconds, { min, max, whole });
      if (problem === undefined) return seconds;
      context.addIssue({ code: "custom", message: problem });
      return z.NEVER;
    })
    .register(settingTraits, { kind: "duration" });
}

function problemOf(seconds: number, { min, max, whole = false }: DurationLimits): string | undefined {
  if (Number.isNaN(seconds)) return "is not a duration: write it like 30, 90s or 5 min";
  if (whole && !Number.isInteger(seconds)) return "must be a whole number of seconds";
  if (seconds < min) return `must be at least ${min} s`;
  return seconds > max ? `must be at most ${max} s` : undefined;
}
