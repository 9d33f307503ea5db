import * as Flags from "@oclif/core/flags";

/** `--dry-run`, on every command that changes something on a server or on this host. */
export const dryRunFlag = Flags.boolean({ default: false, summary: "Change nothing; say what would be done." });

/** `--yes`. */
export const yesFlag = Flags.boolean({ default: false, char: "y", summary: "Do not ask for confirmation." });

/** The flags of every command that deletes something that has a name. */
export const deletionFlags = {
  yes: yesFlag,
  confirm: Flags.string({ summary: "Delete it only if it is called so; does not ask.", helpValue: "NAME" }),
  "dry-run": dryRunFlag,
};

/** The flags of every command that prints a table. */
export const listFlags = {
  "no-headers": Flags.boolean({ default: false, summary: "Leave the first line out." }),
  "no-pager": Flags.boolean({ default: false, summary: "Do not page a long table on a terminal." }),
};
