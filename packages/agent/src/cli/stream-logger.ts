import type { Logger } from "../logger.ts";
import type { CliSurroundings } from "./cli-surroundings.ts";

/** The levels of the journal, see sd-daemon(3). */
const levels = { debug: 7, info: 6, warn: 4, error: 3 } as const;

/**
 * A logger that writes lines to standard output. Under systemd each begins with its level, as `<4>`, which the journal
 * understands; elsewhere with the level's name, and what is only for debugging is left out.
 */
export function createStreamLogger({ environment, stdout }: CliSurroundings): Logger {
  const isJournal = environment["JOURNAL_STREAM"] !== undefined;
  const write = (level: keyof typeof levels, message: string): void => {
    if (level === "debug" && !isJournal) return;
    const prefix = isJournal ? `<${levels[level]}>` : `${level}: `;
    for (const line of message.split("\n")) stdout(`${prefix}${line}\n`);
  };
  return {
    debug: (message) => write("debug", message),
    info: (message) => write("info", message),
    warn: (message) => write("warn", message),
    error: (message) => write("error", message),
  };
}
