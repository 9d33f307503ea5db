import type { Command } from "@oclif/core/command";

/** A command as `kuma help --json` describes it. */
export function commandData({ id, summary, description, args, flags }: Command.Loadable): Record<string, unknown> {
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
