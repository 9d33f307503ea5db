import * as z from "zod";

/**
 * The schema of what `kuma-agent mute --json` and `unmute --json` print. Unknown fields are accepted, so that an older
 * reader understands a newer agent.
 */
export const muteReportSchema = z.object({
  /** The checks that were muted, or are muted no more, in the order of the config. */
  changed: z.array(z.string()),
  /** Every mute that is in force now. */
  mutes: z.array(z.object({ check: z.string(), until: z.iso.datetime(), reason: z.string() })),
  /** Whether an agent runs there, and has taken it. */
  isRunning: z.boolean(),
  /** Names that no check has; nothing was changed when there is one. */
  unknownNames: z.array(z.string()),
  /** The names that there are. */
  knownNames: z.array(z.string()),
});

/** The outcome of muting checks or ending that. */
export type MuteReport = z.infer<typeof muteReportSchema>;
