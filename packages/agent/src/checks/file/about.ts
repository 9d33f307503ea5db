import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { fileCheck } from "./settings.ts";

/** All about the type `file` that needs no schema. */
export const aboutFile = {
  title: "A file: there, fresh, of the right size, saying the right thing",
  summary:
    "Looks at one path, or at all that match a glob; of many the one that was changed last is judged, such as the newest of " +
    "`/var/backups/db-*.gz`. DOWN when it is missing (or there, if it must be absent), too old or too young, too small or too " +
    "big, when there are too few or too many, or when its lines do not say what they must. Permission denied is not " +
    "missing: it means that nothing is known, which is DOWN when the next look finds no more.\n\n" +
    "Symbolic links are followed, but `**` does not go through them; a link to something missing counts as missing. A " +
    "directory has an age, but neither size nor content. Names need not be UTF-8: of those a glob matches, messages show a " +
    "replacement for each byte without a character. A time more than 5 min in the future gives no age.",
  subject: ["path"],
  needs: ({ path }) => needsOfPaths([path]),
  start: async () => (await import("./start.ts")).startFile,
} satisfies AboutCheckType<typeof fileCheck>;
