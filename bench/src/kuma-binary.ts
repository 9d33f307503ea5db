import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * The built `kuma`.
 *
 * @throws Error when it was not built.
 */
export function kumaBinary(): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@kumakit/cli/package.json"));
  if (!existsSync(path.join(folder, "dist"))) throw new Error("the CLI was not built: run `pnpm build` first");
  return path.join(folder, "bin", "kuma.js");
}
