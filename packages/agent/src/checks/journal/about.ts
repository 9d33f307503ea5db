import type { AboutCheckType } from "../about-check-type.ts";
import type { journalCheck } from "./settings.ts";

/** All about the type `journal` that needs no schema. */
export const aboutJournal = {
  title: "Lines in the journal",
  summary:
    "Looks for lines in the journal of systemd, each once, from the agent's start on. DOWN while at least `atLeast` matching " +
    "lines were logged within the last `clearAfter`; the message quotes the newest one, with secrets masked. Without " +
    "`contains` every line matches that `unit` and `priority` let through. Lines of more than 4,096 bytes are not looked " +
    "into: journald does not show them. The agent's own lines do not count. A pattern that takes too long on a line is given up there, and the check says so.",
  subject: ["unit", "priority", "contains"],
  hasOwnRhythm: true,
  needs: () => ["journal"],
  start: async () => (await import("./start.ts")).startJournal,
} satisfies AboutCheckType<typeof journalCheck>;
