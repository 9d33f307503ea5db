import * as z from "zod";

const flagSchema = z.looseObject({
  name: z.string(),
  char: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  helpValue: z.union([z.string(), z.array(z.string())]).optional(),
  default: z.unknown().optional(),
  options: z.array(z.string()).optional(),
  type: z.enum(["boolean", "option"]),
  hidden: z.boolean().optional(),
  allowNo: z.boolean().optional(),
});

const argSchema = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  required: z.boolean().optional(),
});

const commandSchema = z.looseObject({
  id: z.string(),
  summary: z.string().optional(),
  description: z.string().optional(),
  examples: z
    .array(z.union([z.string(), z.looseObject({ command: z.string(), description: z.string().optional() })]))
    .default([]),
  flags: z.record(z.string(), flagSchema).default({}),
  args: z.record(z.string(), argSchema).default({}),
  strict: z.boolean().optional(),
  hidden: z.boolean().optional(),
  readOnly: z.boolean(),
  destructive: z.boolean(),
  idempotent: z.boolean(),
  withoutDryRun: z.string().optional(),
  /** Null when the output belongs to another program; a manifest holds no functions, so else it is absent. */
  output: z.null().optional(),
});

/** One command as the manifest of the CLI describes it. */
export type DescribedCommand = z.infer<typeof commandSchema>;

/** The part of `oclif.manifest.json` that the pages are made from. */
export const manifestSchema = z.looseObject({ commands: z.record(z.string(), commandSchema) });

/** The Markdown page of one command: what it does, how it is called, each argument and flag, its examples. */
export function commandPage(command: DescribedCommand): string {
  const name = `kuma ${command.id.replaceAll(":", " ")}`;
  const args = Object.values(command.args);
  const flags = Object.values(command.flags).filter((flag) => flag.hidden !== true);
  const more = command.strict === false ? "..." : "";
  const usage = [
    name,
    ...args.map((arg) => (arg.required ? `${arg.name.toUpperCase()}${more}` : `[${arg.name.toUpperCase()}${more}]`)),
    "[flags]",
  ];
  const parts = [
    `# ${name}`,
    command.summary ?? "",
    `\`\`\`\n${usage.join(" ")}\n\`\`\``,
    command.description ?? "",
    args.length === 0
      ? ""
      : table(
          "Argument",
          args.map((arg) => [`\`${arg.name.toUpperCase()}\``, arg.description ?? ""]),
        ),
    table(
      "Flag",
      flags.toSorted((a, b) => a.name.localeCompare(b.name)).map((flag) => [flagName(flag), flagText(flag)]),
    ),
    command.examples.length === 0
      ? ""
      : `Examples:\n\n\`\`\`sh\n${command.examples.map((example) => exampleText(example, command.id)).join("\n\n")}\n\`\`\``,
    `For programs: ${contractOf(command).join(" ")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The promises of a command, in sentences. */
function contractOf(command: DescribedCommand): readonly string[] {
  const { id, readOnly, destructive, idempotent, withoutDryRun, output } = command;
  const again = idempotent
    ? "A second run with the same words changes nothing more."
    : "A second run with the same words does more, or fails.";
  const json =
    output === null ? [] : [`\`--json\` prints [this schema](../json/${id.replaceAll(":", "-")}.schema.json).`];
  if (readOnly) return ["It only reads.", ...json];
  return [
    ...(destructive ? ["It can take away data or protection, so it asks first; `--yes` answers."] : []),
    again,
    ...(withoutDryRun === undefined ? [] : [`It has no \`--dry-run\`: ${lowerFirst(withoutDryRun)}`]),
    ...json,
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function flagName(flag: z.infer<typeof flagSchema>): string {
  const value =
    flag.type === "option" ? ` ${String(flag.helpValue ?? flag.name.toUpperCase()).replaceAll(/[<>]/g, "")}` : "";
  const long = flag.allowNo ? `--[no-]${flag.name}` : `--${flag.name}`;
  return `\`${flag.char ? `-${flag.char}, ` : ""}${long}${value}\``;
}

function flagText(flag: z.infer<typeof flagSchema>): string {
  const choices = flag.options ? ` One of: ${flag.options.map((option) => `\`${option}\``).join(", ")}.` : "";
  const preset =
    typeof flag.default === "string" || typeof flag.default === "number" ? ` Default: \`${flag.default}\`.` : "";
  return `${flag.summary ?? flag.description ?? ""}${choices}${preset}`;
}

function exampleText(example: DescribedCommand["examples"][number], id: string): string {
  const { command, description } = typeof example === "string" ? { command: example, description: undefined } : example;
  const line = command.replaceAll("<%= config.bin %>", "kuma").replaceAll("<%= command.id %>", id.replaceAll(":", " "));
  return description === undefined ? line : `# ${description}\n${line}`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  return [`| ${title} | |`, "|---|---|", ...rows.map(([name, text]) => `| ${cell(name)} | ${cell(text)} |`)].join("\n");
}
