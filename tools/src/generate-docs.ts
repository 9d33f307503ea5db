/**
 * Writes the pages that are derived from code, so that they cannot drift. With `--check` it writes nothing and fails when
 * a page is not what it should be.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { agentConfigPages } from "./agent-config-pages.ts";
import { ansibleModulePages } from "./ansible-module-pages.ts";
import { commandPages } from "./command-pages.ts";
import { collectionPrograms } from "./collection-programs.ts";
import { errorsPage } from "./errors-page.ts";
import { installerPrograms } from "./installer-programs.ts";
import { jsonSchemaPages } from "./json-schema-pages.ts";
import { kumaManPages } from "./kuma-man-page.ts";
import { maskFunctionsSource } from "./mask-functions-source.ts";
import { monitorTypePages } from "./monitor-type-pages.ts";
import { notificationTypePages } from "./notification-type-pages.ts";
import { settingFlagsModule } from "./setting-flags-source.ts";
import { scriptPartsModule } from "./script-parts.ts";
import { repositoryRoot } from "./repository-root.ts";

/** Text by file; a new kind of page is a file beside this and a word here. */
const pages = new Map([
  ...commandPages(),
  ...(await kumaManPages()),
  ...(await jsonSchemaPages()),
  ...(await errorsPage()),
  ...agentConfigPages(),
  ...ansibleModulePages(),
  ...monitorTypePages(),
  ...notificationTypePages(),
  ...installerPrograms(),
  ...collectionPrograms(),
  ...maskFunctionsSource(),
  ...scriptPartsModule(),
  ...settingFlagsModule(),
]);

/** Folders in which there is nothing else. */
const ownFolders = ["docs/ansible-modules", "docs/commands", "docs/checks", "docs/json"];

const stale = [...pages].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
const left = ownFolders.flatMap((folder) => filesIn(folder).filter((file) => !pages.has(file)));

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
