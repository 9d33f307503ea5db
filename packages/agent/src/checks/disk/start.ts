import { judgeDisk } from "./judge-disk.ts";
import { lookAtPaths } from "./look-at-paths.ts";
import { defineCheck } from "../check.ts";
import type { diskCheck } from "./settings.ts";

/** Starts a check of the type `disk`. */
export const startDisk = defineCheck<typeof diskCheck>(({ paths, mustBeMount, ...limits }) => ({
  longestLookMs: 20_000,
  look: async () => judgeDisk(await lookAtPaths({ paths, mustBeMount }), limits),
}));
