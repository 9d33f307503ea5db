import type { CommandOptions, CommandResult } from "./running-command.ts";
import { startCommand } from "./start-command.ts";

/**
 * Runs a program to its end, without a shell and without a terminal; its stdin is `input`, or empty.
 *
 * @example
 * ```ts
 * const { stdout, code } = await runCommand([process.execPath, "-p", "6 * 7"]);
 * ```
 * @throws Error when it cannot be started or takes longer than the timeout; its own failure is its `code`.
 */
export async function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return await startCommand(argv, { input: "", ...options }).finished;
}
