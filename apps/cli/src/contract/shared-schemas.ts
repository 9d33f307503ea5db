import type { ZodRawShape } from "zod";

import type { Zod } from "./command-contract.ts";

/** Something with an id and a name. */
export const namedSchema = (z: Zod) => z.strictObject({ id: z.int(), name: z.string() });

/** The address of a server. */
export const serverUrlSchema = (z: Zod) => z.string().describe("The server's address, without a slash at the end.");

/** How a wish was met. */
export const outcomeSchema = (z: Zod) => z.enum(["created", "kept", "updated"]);

/** A monitor that was paused or resumed. */
export const switchedSchema = (z: Zod) => z.strictObject({ ...namedSchema(z).shape, active: z.boolean() });

/** A monitor or a notification that is gone. */
export const deletedSchema = (z: Zod) => z.strictObject({ ...namedSchema(z).shape, deleted: z.literal(true) });

/** The output of `--dry-run`: the steps, and the fields of one command. */
export const dryRunSchema = <Shape extends ZodRawShape>(z: Zod, shape: Shape) =>
  z.strictObject({
    dryRun: z.literal(true),
    ...shape,
    steps: z.array(z.string()).describe('What would be done; each completes "Would …".'),
  });

/** The steps of a plan as data. */
export const actionsSchema = (z: Zod) =>
  z
    .array(z.looseObject({ kind: z.string() }))
    .describe("The same as data: the fields before and after, without secrets.");

/** The output of `--dry-run` for an agent: the steps on the server, and on this host. */
export const hostDryRunSchema = (z: Zod) =>
  z.strictObject({
    dryRun: z.literal(true),
    server: serverUrlSchema(z).nullable(),
    monitorSteps: z.array(z.string()),
    monitorActions: z
      .array(z.strictObject({ monitor: z.string(), action: z.looseObject({ kind: z.string() }) }))
      .describe("The same as data: the fields before and after."),
    hostSteps: z.array(
      z.looseObject({
        kind: z.string(),
        before: z.looseObject({ kind: z.string() }).nullable().describe("What is there now; null when nothing is."),
        diff: z.string().nullable().describe("The hunks of a unified diff of the text, with secrets masked."),
      }),
    ),
    replaces: z
      .array(z.strictObject({ check: z.string(), file: z.string(), line: z.int() }))
      .optional()
      .describe("The lines of crontabs that are commented out once the checks have reported."),
  });

/** A failure of any command with `--json`, on stderr. */
export const failureSchema = (z: Zod) =>
  z.strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      cause: z.string().optional(),
      leftBehind: z.array(z.string()).optional().describe("What could not be undone."),
      hint: z.string().nullable(),
      exit: z.int(),
    }),
  });
