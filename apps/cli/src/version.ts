import { readFileSync } from "node:fs";

/** The version of `kuma`, for messages; "unknown" when its package.json is not where it belongs. */
export const VERSION: string = readVersion();

function readVersion(): string {
  // One level above dist/ as well as above src/; a chunk of the bundle lies one deeper.
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
      if (typeof found === "object" && found !== null && "version" in found) return String(found.version);
    } catch {
      // Not there: the next place is tried.
    }
  }
  return "unknown";
}
