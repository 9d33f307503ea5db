import { judgeDisk } from "./judge-disk.ts";
import { lookAtPaths } from "./look-at-paths.ts";
import type { CheckStarter } from "../check-starter.ts";

/** Starts a check of the type `disk`. */
export const diskStarter: CheckStarter<"disk"> = {
  longestLookMs: () => 20_000,
  start({ paths, minFree, minFreeInodes, mustBeMount, mustBeWritable }) {
    const limits = {
      minFree: minFree ?? ["10%"],
      minFreeInodes: minFreeInodes ?? ["5%"],
      mustBeWritable: mustBeWritable ?? false,
    };
    return {
      look: async () => judgeDisk(await lookAtPaths({ paths, mustBeMount: mustBeMount ?? false }), limits),
    };
  },
};
