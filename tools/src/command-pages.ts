import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandPage, manifestSchema } from "./command-page.ts";
import { repositoryRoot } from "./repository-root.ts";

/** A page for each command of `kuma`, and the list of them. */
export function commandPages(): ReadonlyMap<string, string> {
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(join(repositoryRoot, "apps/cli/oclif.manifest.json"), "utf8")),
  );
  const commands = Object.values(manifest.commands).filter((command) => command.hidden !== true);
  const lines = commands
    .toSorted((a, b) => a.id.localeCompare(b.id))
    .map(({ id, summary }) => `- [kuma ${id.replaceAll(":", " ")}](${id.replaceAll(":", "-")}.md): ${summary ?? ""}`);
  return new Map([
    ...commands.map(
      (command) => [`docs/commands/${command.id.replaceAll(":", "-")}.md`, commandPage(command)] as const,
    ),
    [
      "docs/commands/README.md",
      `# Commands\n\nMade from the commands themselves by \`pnpm run docs\`.\n\n${lines.join("\n")}\n`,
    ],
  ]);
}
