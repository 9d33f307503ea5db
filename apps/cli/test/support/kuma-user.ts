import { makeTempHome, runCommand, type CommandResult } from "@kumakit/testkit";

import { KUMA } from "./built-kuma.ts";

/** The input of a run of `kuma` besides its words. */
export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** In ms. */
  readonly timeout?: number;
}

/** Somebody with their own home folder who types `kuma …`, without a terminal. */
export interface KumaUser extends Disposable {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** All that `kuma` has printed for this person so far. */
  printed(): string;
  run(words: readonly string[], options?: RunOptions): Promise<CommandResult>;
}

/** A new person, logged in nowhere. */
export function newUser(): KumaUser {
  const home = makeTempHome();
  let printed = "";
  return {
    folder: home.folder,
    env: home.env,
    printed: () => printed,
    run: async (words, { env = {}, input = "", timeout = 60_000 } = {}) => {
      const options = { env: { ...home.env, ...env }, input, timeout };
      const result = await runCommand([process.execPath, KUMA, ...words], options);
      printed += result.stdout + result.stderr;
      return result;
    },
    [Symbol.dispose]: () => home.dispose(),
  };
}
