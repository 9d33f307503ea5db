import * as z from "zod";

/**
 * The schema of what `kuma-agent test --json` prints. Unknown fields are accepted, so that an older reader understands a
 * newer agent.
 */
export const lookReportSchema = z.object({
  /** One look at each check that was asked for, in the order of the config. */
  checks: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      /** `pending` while a change settles, `unknown` when the check cannot look. */
      status: z.enum(["up", "down", "pending", "unknown"]),
      /** One line, without secrets. */
      message: z.string(),
      /** How long the look took, in ms. */
      durationMs: z.number(),
    }),
  ),
  /** Names that no check has. */
  unknownNames: z.array(z.string()),
  /** The names that there are. */
  knownNames: z.array(z.string()),
});

/** The looks at some checks. */
export type LookReport = z.infer<typeof lookReportSchema>;

/** A look at one check. */
export type CheckLook = LookReport["checks"][number];
