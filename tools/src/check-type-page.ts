import * as z from "zod";

const settingSchema = z.looseObject({
  description: z.string().optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
});

/** The part of the agent's JSON Schema that describes one check type. */
export const checkTypeSchema = z.looseObject({
  title: z.string(),
  description: z.string(),
  examples: z.tuple([z.record(z.string(), z.unknown())]),
  properties: z.looseObject({ type: z.looseObject({ const: z.string() }) }),
  required: z.array(z.string()),
});

/** One check type, as the JSON Schema has it. */
export type CheckTypeSchema = z.infer<typeof checkTypeSchema>;

/** A default as people write it; nothing for an empty list or map. */
function defaultText(value: unknown): string {
  if (value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0))
    return "";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

/**
 * The page of one check type: its purpose, an example, and its settings.
 *
 * @param typed - the example behind `kuma agent add`
 */
export function checkTypePage(
  { title, description, examples: [example], properties, required }: CheckTypeSchema,
  typed: string,
): string {
  const { type, ...settings } = properties;
  const rows = Object.entries(settings).map(([name, schema]) => {
    const { description: text, default: byDefault } = settingSchema.parse(schema);
    if (text === undefined) throw new Error(`the setting ${name} of the check ${type.const} says nothing of itself`);
    const cells = [`\`${name}\``, required.includes(name) ? "yes" : "", defaultText(byDefault), text];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [
    `# ${type.const}: ${title}`,
    description,
    "Put under watch by a command, with a monitor for it:",
    `\`\`\`sh\nkuma agent add ${typed}\n\`\`\``,
    `[kuma agent add ${type.const}](../commands/agent-add-${type.const}.md) has all flags. By hand, among the \`checks\` of the agent's config:`,
    `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
    ["| setting | needed | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    "Durations are seconds, or texts such as `500ms`, `90s` and `5 min`. " +
      "[The agent on a host](../agent.md) says where the config is and how a change takes effect.",
    "",
  ].join("\n\n");
}

/** The page that lists them all. */
export function checkTypesIndex(types: readonly CheckTypeSchema[]): string {
  const lines = types
    .map(({ title, properties }) => `- [${properties.type.const}](${properties.type.const}.md): ${title}`)
    .toSorted();
  return `# What the agent can check\n\nMade from the check types themselves by \`pnpm run docs\`.\n\n${lines.join("\n")}\n`;
}
