/**
 * Writes the pages that are derived from code, so that they cannot drift: one page for each command, and the JSON
 * Schema of the agent's config. With `--check` it writes nothing and fails when a page is not what it should be.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { agentConfigSchema } from "@kumakit/agent/config";
import { describeNotificationTypes } from "@kumakit/client";
import * as z from "zod";
import { commandPage, manifestSchema } from "./command-page.ts";
import { notificationFieldsSource } from "./notification-fields-source.ts";
import { notificationTypesPage } from "./notification-types-page.ts";
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
pages.set(
  "packages/agent/agent.schema.json",
  `${JSON.stringify(z.toJSONSchema(agentConfigSchema, { io: "input" }), null, 2)}\n`,
);
const notificationTypes = describeNotificationTypes();
pages.set("docs/notification-types.md", notificationTypesPage(notificationTypes));
pages.set("packages/client/src/notification-types/notification-fields.ts", notificationFieldsSource(notificationTypes));

const stale = [...pages].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
const left = readdirSync(join(repositoryRoot, "docs/commands"), { recursive: false })
  .map((file) => `docs/commands/${String(file)}`)
  .filter((file) => !pages.has(file));

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

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(join(repositoryRoot, file), "utf8");
  } catch {
    return undefined;
  }
}
