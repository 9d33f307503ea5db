import { statSync } from "node:fs";
import path from "node:path";

/**
 * The folder of the running Node when a bed would not see it by itself (below /tmp or /run, or on another file system
 * than /), so that it must be shown there: then `[folder]`, else `[]`.
 */
export function nodeFolderToShow(execPath: string): readonly string[] {
  const folder = path.dirname(path.dirname(execPath));
  if (/^\/(?:tmp|run|dev|proc|sys)(?:\/|$)/u.test(execPath)) return [folder];
  return statSync(execPath).dev === statSync("/").dev ? [] : [folder];
}
