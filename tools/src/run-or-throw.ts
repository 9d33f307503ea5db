import { spawnSync } from "node:child_process";
import { repositoryRoot } from "./repository-root.ts";

/** Runs a program in the root of the repository, without its output. Throws when it does not end with 0. */
export function runOrThrow(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: repositoryRoot, stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}
