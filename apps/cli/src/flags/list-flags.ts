import * as Flags from "@oclif/core/flags";

/** The flags of every command that prints a table. */
export const listFlags = {
  "no-headers": Flags.boolean({ default: false, summary: "Leave the first line out." }),
  "no-pager": Flags.boolean({ default: false, summary: "Do not page a long table on a terminal." }),
};
