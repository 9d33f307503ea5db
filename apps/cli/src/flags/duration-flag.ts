import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { parseWait } from "../duration.ts";

/** A flag that takes a time; its value is in ms. */
export function durationFlag({ name, summary }: { readonly name: string; readonly summary: string }) {
  return Flags.custom<number>({
    summary,
    helpValue: "TIME",
    parse: async (text) => {
      try {
        return parseWait(text);
      } catch (error) {
        throw usageError(`--${name} is wrong: ${error instanceof Error ? error.message : text}`, `--${name} 30s`);
      }
    },
  })();
}
