import * as Flags from "@oclif/core/flags";

/** Where a command works: on this host, unless some are named. */
export const hostFlags = {
  host: Flags.string({
    summary: "Work on this host over SSH instead of here, as user@name or a name of ssh_config; may be repeated.",
    helpValue: "NAME",
    multiple: true,
    multipleNonGreedy: true,
  }),
  "hosts-file": Flags.string({
    summary: "Work on the hosts that this file names, one on a line; - reads them from stdin.",
    helpValue: "FILE",
  }),
};

/** The values of {@link hostFlags}. */
export interface HostFlags {
  readonly host?: readonly string[] | undefined;
  readonly "hosts-file"?: string | undefined;
}
