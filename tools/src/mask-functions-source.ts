import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

/**
 * The functions of awk that mask secrets: a part of a program: their file is a real one, so that it can be read and
 * checked as awk, and the package that carries them needs no file at run time.
 */
export function maskFunctionsSource(): readonly (readonly [file: string, text: string])[] {
  const functions = readFileSync(join(repositoryRoot, "packages/text/src/mask-secrets.awk"), "utf8");
  if (/`|\$\{/.test(functions)) throw new Error("mask-secrets.awk holds a backtick or a ${, which ends a template");
  const source = `// Made from mask-secrets.awk by \`pnpm run docs\`: not to be edited.
/** The functions of awk that apply the rules. */
export const maskFunctions = String.raw\`${functions}\`;
`;
  return [["packages/text/src/mask-functions.ts", source]];
}
