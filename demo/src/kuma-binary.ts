import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand, type TempHome } from "@kumakit/testkit";
import { showCommand } from "./narration.ts";

/** The folder of the built CLI. */
export const cliFolder = dirname(createRequire(import.meta.url).resolve("@kumakit/cli/package.json"));

/** The folder of the built `kuma` that users get. */
export const kumaPath = join(cliFolder, "bin/kuma.js");

/** Runs the real `kuma` with its own home, and shows every command line before it runs. */
export class KumaBinary {
  readonly env: Readonly<Record<string, string>>;
  readonly #signal: AbortSignal;

  constructor(home: TempHome, signal: AbortSignal) {
    this.env = { ...home.env, NO_COLOR: "1" };
    this.#signal = signal;
  }

  /**
   * Runs one command and prints what it says.
   *
   * @returns its standard output.
   * @throws Error when it exits with anything but 0.
   */
  async run(
    args: readonly string[],
    options: { input?: string; shownAs?: string; quiet?: boolean } = {},
  ): Promise<string> {
    this.#signal.throwIfAborted();
    if (!options.quiet) showCommand(options.shownAs ?? `kuma ${args.join(" ")}`);
    const result = await runCommand([process.execPath, kumaPath, ...args], {
      env: this.env,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    this.#signal.throwIfAborted();
    return checked(result, options.quiet ?? false);
  }
}

/** Prints what a command said and hands back its standard output; a failed command throws. */
export function checked(result: { stdout: string; stderr: string; code: number | null }, quiet = false): string {
  if (!quiet || result.code !== 0) process.stdout.write(`${result.stderr}${result.stdout}`);
  if (result.code !== 0) throw new Error(`the command above exited with ${result.code}`);
  return result.stdout;
}
