import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { guardFolder } from "./orphans/orphan-guard.ts";

/** A fresh home folder for one run of a program. */
export interface TempHome extends Disposable {
  /** Where `HOME` points. */
  readonly folder: string;
  /** The whole environment of the program: nothing of the developer's but the search path. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes the folder. */
  dispose(): void;
}

/**
 * Makes an empty home folder, and the environment that has a program keep all that it writes in there. It is removed
 * when this process ends, at the latest.
 *
 * @example
 * ```ts
 * using home = makeTempHome();
 * await runCommand(["kuma", "whoami"], { env: home.env });
 * ```
 */
export function makeTempHome(): TempHome {
  // The real path: a program that resolves links prints that one.
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), "kumakit-home-"));
  const release = guardFolder(folder);
  const inside = (...names: readonly string[]): string => path.join(folder, ...names);
  const env = {
    HOME: folder,
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    LANG: "C.UTF-8",
    TZ: "UTC",
    TMPDIR: inside("tmp"),
    XDG_CONFIG_HOME: inside(".config"),
    XDG_DATA_HOME: inside(".local", "share"),
    XDG_STATE_HOME: inside(".local", "state"),
    XDG_CACHE_HOME: inside(".cache"),
    XDG_RUNTIME_DIR: inside("run"),
    // Where root's jobs keep what they know: else below /var/lib of this machine.
    STATE_DIRECTORY: inside("state"),
  };
  for (const name of ["tmp", "run"]) mkdirSync(inside(name), { mode: 0o700 });
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
    release();
  };
  return { folder, env, dispose, [Symbol.dispose]: dispose };
}
