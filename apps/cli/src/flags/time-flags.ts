import * as Flags from "@oclif/core/flags";
import { parseDuration } from "@kumakit/text";
import { usageError } from "../cli-error.ts";
import { parseWait } from "../parse-wait.ts";

/** `--since`: how long ago, or a time. Its value is a time. */
export function sinceFlag(summary: string) {
  return Flags.custom<Date>({ summary, helpValue: "TIME", parse: async (text) => parseSince(text, new Date()) })();
}

/**
 * Reads `24h`, `2 d`, or a time such as `2026-11-01`, `2026-11-01 08:00` (of this machine's clock) or one with a zone.
 *
 * @throws CliError (exit 2)
 */
export function parseSince(text: string, now: Date): Date {
  const ago = parseDuration(text);
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.test(text.trim());
  const time = ago === undefined ? new Date(day ? `${text.trim()}T00:00` : text) : new Date(now.getTime() - ago);
  if (Number.isNaN(time.getTime()) || time >= now)
    throw usageError(
      `--since must be a length of time or a time in the past, not ${JSON.stringify(text)}`,
      "--since 24h",
    );
  return time;
}

/** A flag that takes a time; its value is in ms. */
export function durationFlag({
  name,
  ...about
}: {
  readonly name: string;
  readonly summary: string;
  readonly helpGroup?: string;
}) {
  return Flags.custom<number>({
    ...about,
    helpValue: "TIME",
    parse: async (text) => {
      try {
        return parseWait(text);
      } catch (error) {
        throw usageError(`--${name} is wrong: ${error instanceof Error ? error.message : text}`, `--${name} 30s`);
      }
    },
  })();
}

/** A flag that takes a length of time which nobody waits for, so that it may be months; its value is in ms. */
export function spanFlag({ name, summary }: { readonly name: string; readonly summary: string }) {
  return Flags.custom<number>({
    summary,
    helpValue: "TIME",
    parse: async (text) => {
      const length = parseDuration(text);
      if (length !== undefined && length > 0) return length;
      throw usageError(`--${name} must be a length of time, not ${JSON.stringify(text)}`, `--${name} 2h`);
    },
  })();
}
