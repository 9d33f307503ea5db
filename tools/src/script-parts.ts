import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

const folder = "packages/agent/src/script";

/** The parts of the agent's shell script as a TypeScript module: a bundle has no other files beside it. */
export function scriptPartsModule(): ReadonlyMap<string, string> {
  const names = readdirSync(join(repositoryRoot, folder)).filter((name) => /\.(?:sh|awk)$/.test(name));
  const parts = names.toSorted().map((name) => {
    const text = readFileSync(join(repositoryRoot, folder, name), "utf8");
    return `  ${JSON.stringify(name)}:\n    ${JSON.stringify(text)},\n`;
  });
  const source = `// Made from the files *.sh and *.awk beside it by \`pnpm run docs\`: not to be edited.

/** The parts of the shell script, by the name of the file that each is in. */
export const scriptParts = {
${parts.join("")}} as const;
`;
  return new Map([[`${folder}/script-parts.ts`, source]]);
}
