import { sha256Of } from "../sha256.ts";

/** A file of cron, or a script that it runs, as it was read. */
export interface CronText {
  /** Its path. */
  readonly file: string;
  /** All of it. Not to be shown: it may hold secrets. */
  readonly text: string;
}

/** A crontab. */
export interface Crontab extends CronText {
  /** Whether its lines name the account that they run as. */
  readonly isOfSystem: boolean;
}

/** A line of a crontab by its place; the hash shows whether it is still the same. */
export interface CronPlace {
  /** The path of the crontab. */
  readonly file: string;
  /** Its number, from 1 on. */
  readonly line: number;
  /** Of the line without its line break, in hex. */
  readonly sha256: string;
}

/** A job of a crontab. */
export interface CronLine extends CronPlace {
  /** When it runs, such as `0 3 * * *` or `@daily`. */
  readonly schedule: string;
  /** The command, with all that it says. Not to be shown. */
  readonly command: string;
  /** The variables that the crontab sets above it. Not to be shown. */
  readonly settings: string;
}

/** An assignment of a crontab or a shell script. */
export const assignment = /^\s*(?:(?:export|readonly|local|declare)\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;

/** The jobs of a crontab, in their order. */
export function cronLines({ file, text, isOfSystem }: Crontab): readonly CronLine[] {
  const lines = text.split("\n");
  return lines.flatMap((content, index): readonly CronLine[] => {
    // A line of other bytes than UTF-8 has another hash than the one that was read.
    if (/^\s*(?:#|$)/.test(content) || assignment.test(content) || content.includes("\u{FFFD}")) return [];
    const [, schedule, rest] = /^\s*(@\w+|(?:\S+\s+){4}\S+)\s+(\S.*)$/.exec(content) ?? [];
    const command = isOfSystem ? rest?.replace(/^\S+\s*/, "") : rest;
    if (schedule === undefined || command === undefined || command === "") return [];
    const settings = lines
      .slice(0, index)
      .filter((line) => assignment.test(line))
      .join("\n");
    const place = { file, line: index + 1, sha256: sha256Of(content) };
    return [{ ...place, schedule: schedule.replaceAll(/\s+/g, " "), command, settings }];
  });
}
