import { fileURLToPath } from "node:url";
import type { LogInEntry } from "./log-in-transcript.ts";

/** The answers of a real 3.0.0-beta.0. */
export const recordedLogIn = fileURLToPath(new URL("3.0.0-beta.0.json", import.meta.url));

/** A transcript as a file. */
export function logInText(entries: readonly LogInEntry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}
