import type { Command } from "@oclif/core/command";

import type { Zod } from "../contract/command-contract.ts";

/** A command in `kuma help --json`. */
export const commandSchema = (z: Zod) =>
  z.strictObject({
    command: z.string(),
    summary: z.string().nullable(),
    description: z.string().nullable(),
    args: z.array(
      z.strictObject({
        name: z.string(),
        description: z.string().nullable(),
        required: z.boolean(),
        options: z.array(z.string()).nullable(),
      }),
    ),
    flags: z.array(
      z.strictObject({
        name: z.string(),
        summary: z.string().nullable(),
        type: z.enum(["boolean", "option"]),
        options: z.array(z.string()).nullable(),
      }),
    ),
  });

/** A command as `kuma help --json` describes it. */
export function commandData({ id, summary, description, args, flags }: Command.Loadable) {
  return {
    command: id.replaceAll(":", " "),
    summary: summary ?? null,
    description: description ?? null,
    args: Object.values(args).map((arg) => ({
      name: arg.name,
      description: arg.description ?? null,
      required: arg.required === true,
      options: arg.options ?? null,
    })),
    flags: Object.values(flags).map((flag) => ({
      name: flag.name,
      summary: flag.summary ?? null,
      type: flag.type,
      options: flag.type === "option" ? (flag.options ?? null) : null,
    })),
  };
}
