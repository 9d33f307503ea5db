/**
 * Writes the pages that are derived from code, so that they cannot drift: one page for each command and each check
 * type, and the JSON Schema of the agent's config. With `--check` it writes nothing and fails when a page is not what it should be.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { agentConfigSchema } from "@kumakit/agent/config";
import * as z from "zod";
import { checkTypePage, checkTypeSchema, checkTypesIndex } from "./check-type-page.ts";
import { commandPage, manifestSchema } from "./command-page.ts";
import { repositoryRoot } from "./repository-root.ts";

const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(join(repositoryRoot, "apps/cli/oclif.manifest.json"), "utf8")),
);
const commands = Object.values(manifest.commands).filter((command) => command.hidden !== true);
const pages = new Map(
  commands.map((command) => [`docs/commands/${command.id.replaceAll(":", "-")}.md`, commandPage(command)]),
);
const lines = commands
  .toSorted((a, b) => a.id.localeCompare(b.id))
  .map(({ id, summary }) => `- [kuma ${id.replaceAll(":", " ")}](${id.replaceAll(":", "-")}.md): ${summary ?? ""}`);
pages.set(
  "docs/commands/README.md",
  `# Commands\n\nMade from the commands themselves by \`pnpm run docs\`.\n\n${lines.join("\n")}\n`,
);
const configSchema = z.toJSONSchema(agentConfigSchema, {
  io: "input",
  // Left out by zod where a setting is transformed; ours are inputs, so they stay true.
  override: ({ zodSchema, jsonSchema }) => {
    const examples: unknown = z.globalRegistry.get(zodSchema)?.["examples"];
    if (Array.isArray(examples)) jsonSchema.examples = examples;
  },
});
pages.set("packages/agent/agent.schema.json", `${JSON.stringify(configSchema, null, 2)}\n`);

const checkTypes = z
  .looseObject({ checks: z.looseObject({ items: z.looseObject({ oneOf: z.array(checkTypeSchema) }) }) })
  .parse(configSchema.properties).checks.items.oneOf;
for (const checkType of checkTypes) {
  pages.set(`docs/checks/${checkType.properties.type.const}.md`, checkTypePage(checkType));
}
pages.set("docs/checks/README.md", checkTypesIndex(checkTypes));

const stale = [...pages].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
const left = ["docs/commands", "docs/checks"].flatMap((folder) => filesIn(folder).filter((file) => !pages.has(file)));

if (process.argv.includes("--check")) {
  for (const file of [...stale, ...left]) console.error(`${file}: not what \`pnpm run docs\` writes`);
  process.exitCode = stale.length + left.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of pages) {
    mkdirSync(dirname(join(repositoryRoot, file)), { recursive: true });
    writeFileSync(join(repositoryRoot, file), text);
  }
  for (const file of left) rmSync(join(repositoryRoot, file));
}

function filesIn(folder: string): readonly string[] {
  const path = join(repositoryRoot, folder);
  return existsSync(path) ? readdirSync(path).map((file) => `${folder}/${file}`) : [];
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(join(repositoryRoot, file), "utf8");
  } catch {
    return undefined;
  }
}
