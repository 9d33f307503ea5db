import type { CommandOptions, RunningCommand } from "./running-command.ts";
import { startCommand } from "./start-command.ts";

/** How a program is run on a terminal. */
export interface TerminalOptions extends Omit<CommandOptions, "input"> {
  /** Default: 100. */
  readonly columns?: number;
  /** Default: 40. */
  readonly rows?: number;
}

/**
 * Starts a program on its own pseudo-terminal: it may ask, colour and repaint. Both its streams come as `stdout`, with
 * `\r\n` line ends and the echo of the input. The terminal is made by `script` of util-linux, so that no native module
 * is needed.
 */
export function startInTerminal(argv: readonly string[], options: TerminalOptions = {}): RunningCommand {
  const { columns = 100, rows = 40, ...rest } = options;
  const command = `stty rows ${rows} cols ${columns} && exec ${argv.map(quoteForShell).join(" ")}`;
  const env = { TERM: "xterm-256color", ...(options.env ?? process.env), SHELL: "/bin/sh" };
  return startCommand(["script", "--quiet", "--return", "--command", command, "/dev/null"], { ...rest, env });
}

/** One word for a POSIX shell, whatever is in it. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
