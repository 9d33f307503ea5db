import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of `kuma` below a base folder of the person; relative ones count as not set. */
export function baseFolder(variable: "XDG_CONFIG_HOME" | "XDG_CACHE_HOME", fallback: string): string {
  const base = process.env[variable];
  return join(base?.startsWith("/") === true ? base : join(homedir(), fallback), "kuma");
}

/** Where the sessions and profiles lie, without asking oclif, which is slow. */
export function configFolder(): string {
  return baseFolder("XDG_CONFIG_HOME", ".config");
}
