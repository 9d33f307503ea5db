import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { app, loadBuilt } from "./load-built.ts";

type Schema = (library: typeof z) => z.ZodType;
interface CommandModule {
  readonly default: { readonly output: Schema | null };
}

/** The JSON Schema of the output of each command, and of a failure. */
export async function jsonSchemaPages(): Promise<ReadonlyMap<string, string>> {
  const manifest = readFileSync(join(app, "oclif.manifest.json"), "utf8");
  const { commands } = z
    .object({ commands: z.record(z.string(), z.object({ relativePath: z.array(z.string()) })) })
    .parse(JSON.parse(manifest));
  const { failureSchema } = await loadBuilt<{ readonly failureSchema: Schema }>("dist/contract/published.js");
  const pages = new Map([schemaPage("error", "A failure of kuma --json, on stderr", failureSchema)]);
  for (const [id, { relativePath }] of Object.entries(commands)) {
    const { output } = (await loadBuilt<CommandModule>(relativePath.join("/"))).default;
    // The output of such a command is that of another program.
    if (output === null) continue;
    const [file, text] = schemaPage(id.replaceAll(":", "-"), `kuma ${id.replaceAll(":", " ")} --json`, output);
    pages.set(file, text);
  }
  return pages;
}

function schemaPage(name: string, title: string, schema: Schema): [file: string, text: string] {
  const text = JSON.stringify({ title, ...z.toJSONSchema(schema(z)) }, null, 2);
  return [`docs/json/${name}.schema.json`, `${text}\n`];
}
