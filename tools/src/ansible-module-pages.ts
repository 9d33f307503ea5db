import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { repositoryRoot } from "./repository-root.ts";

const plugins = join(repositoryRoot, "ansible/plugins");

const sentences = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const optionSchema = z.looseObject({
  description: sentences,
  type: z.string().optional(),
  elements: z.string().optional(),
  required: z.boolean().default(false),
  default: z.unknown().optional(),
  choices: z.array(z.string()).optional(),
});

const documentationSchema = z.looseObject({
  module: z.string(),
  short_description: z.string(),
  description: sentences,
  options: z.record(z.string(), optionSchema).default({}),
  requirements: z.array(z.string()).default([]),
  notes: z.array(z.string()).default([]),
  extends_documentation_fragment: z.array(z.string()).default([]),
});

const fragmentSchema = documentationSchema
  .pick({ options: true, requirements: true, notes: true })
  .extend({ options: z.record(z.string(), optionSchema).default({}) });

const returnSchema = z.record(z.string(), z.looseObject({ description: sentences, returned: z.string() })).nullable();

/** A page for each module of the Ansible collection, made from its own documentation, and the list of them. */
export function ansibleModulePages(): ReadonlyMap<string, string> {
  const files = readdirSync(join(plugins, "modules")).filter((file) => file.endsWith(".py"));
  const modules = files.toSorted().map((file) => {
    const source = readFileSync(join(plugins, "modules", file), "utf8");
    return { source, documented: documentationSchema.parse(blockOf(source, "DOCUMENTATION")) };
  });
  const lines = modules.map(
    ({ documented: { module, short_description } }) => `- [${module}](${module}.md): ${short_description}`,
  );
  const list = `# Modules of the collection kumakit.kuma\n\nMade from the modules themselves by \`pnpm run docs\`.\n\n${lines.join("\n")}\n`;
  return new Map([
    ...modules.map(
      ({ source, documented }) =>
        [`docs/ansible-modules/${documented.module}.md`, modulePage(source, withFragments(documented))] as const,
    ),
    ["docs/ansible-modules/README.md", list],
  ]);
}

/** The page of one module: its purpose, its parameters, examples and what it returns. */
function modulePage(source: string, documented: z.infer<typeof documentationSchema>): string {
  const { module, description, options, requirements, notes } = documented;
  const rows = Object.entries(options).map(([name, option]) => {
    const { type = "str", elements, required } = option;
    const kind = elements === undefined ? type : `${type} of ${elements}`;
    return tableRow([`\`${name}\``, kind, required ? "needed" : defaultText(option.default), meaningOf(option)]);
  });
  const returned = Object.entries(returnSchema.parse(blockOf(source, "RETURN")) ?? {}).map(([name, value]) =>
    tableRow([`\`${name}\``, plain(value.returned), plain(value.description.join(" "))]),
  );
  return [
    `# kumakit.kuma.${module}`,
    ...description.map(plain),
    ["## Parameters", ["| name | type | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n")].join(
      "\n\n",
    ),
    ...(requirements.length + notes.length === 0
      ? []
      : [listOf([...requirements.map((one) => `Needs: ${one}`), ...notes])]),
    `## Examples\n\n\`\`\`yaml\n${textOf(source, "EXAMPLES").trim()}\n\`\`\``,
    ...(returned.length === 0
      ? []
      : [`## Results\n\n${["| name | returned | meaning |", "| --- | --- | --- |", ...returned].join("\n")}`]),
    "",
  ].join("\n\n");
}

function withFragments(documented: z.infer<typeof documentationSchema>): z.infer<typeof documentationSchema> {
  const shared = documented.extends_documentation_fragment.map((reference) => {
    const file = join(plugins, "doc_fragments", `${reference.split(".")[2] ?? ""}.py`);
    return fragmentSchema.parse(blockOf(readFileSync(file, "utf8"), "DOCUMENTATION"));
  });
  return {
    ...documented,
    options: Object.assign(
      {},
      documented.options,
      ...shared.map(({ options }) => options),
    ) as typeof documented.options,
    requirements: [...documented.requirements, ...shared.flatMap((one) => one.requirements)],
    notes: [...documented.notes, ...shared.flatMap((one) => one.notes)],
  };
}

/** The text of a constant of a module, such as `EXAMPLES = r"""…"""`. */
function textOf(source: string, name: string): string {
  const text = new RegExp(`^ *${name} = r?("""|''')(.*?)\\1`, "ms").exec(source)?.[2];
  if (text === undefined) throw new Error(`a module has no ${name}`);
  return text;
}

function blockOf(source: string, name: string): unknown {
  return parse(textOf(source, name));
}

function meaningOf({ description, choices }: z.infer<typeof optionSchema>): string {
  const text = plain(description.join(" "));
  return choices === undefined ? text : `${text} One of ${choices.map((one) => `\`${one}\``).join(", ")}.`;
}

function defaultText(value: unknown): string {
  if (value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0))
    return "";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${plain(item)}`).join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Ansible's own marks: `C(code)`, `I(name of an option)`, and `M(module)`, of which each has a page beside this one. */
function plain(text: string): string {
  return text.replaceAll(/\b[CI]\(([^)]*)\)/g, "`$1`").replaceAll(/\bM\(kumakit\.kuma\.(\w+)\)/g, "[$1]($1.md)");
}
