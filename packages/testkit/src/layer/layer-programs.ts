import { lstatSync } from "node:fs";
import path from "node:path";

const folderVariable = "KUMAKIT_TEST_LAYER";
const holderVariable = "KUMAKIT_TEST_LAYER_HOLDER";
const problemVariable = "KUMAKIT_TEST_LAYER_PROBLEM";

/** How processes of a test run learn of the layer; the script of the beds reads the first one. */
export function layerVariables(folder: string, holder: number): Readonly<Record<string, string>> {
  return { [folderVariable]: folder, [holderVariable]: String(holder) };
}

/** How they learn that there is none, and why. */
export function noLayerVariables(problem: string): Readonly<Record<string, string>> {
  return { [problemVariable]: problem };
}

/**
 * Where a program is, as {@link throughLayer} sees it: in a folder of our PATH, or where a distribution puts the programs
 * of root; `undefined` when neither this machine nor the layer has it.
 */
export function findProgram(program: string): string | undefined {
  const layer = process.env[folderVariable];
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/bin", "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.resolve(folder, program))
    .find((file) => isThere(file) || (layer !== undefined && isThere(path.join(layer, file))));
}

/**
 * Says which of these programs a test cannot have here, and why not; `undefined` when it has all.
 *
 * @example
 * ```ts
 * missingPrograms(["zsh"]); // "it needs zsh, which is not installed; there is no layer to install it into: it needs root"
 * ```
 */
export function missingPrograms(programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return undefined;
  const problem = process.env[problemVariable];
  const why = problem === undefined ? "" : `, and cannot be: ${problem}`;
  return `it needs ${missing.join(", ")}, not installed here${why}`;
}

/** The same program, run where the layer lies over this machine's folders; as it is where there is no layer. */
export function throughLayer([program = "", ...args]: readonly string[], cwd = process.cwd()): readonly string[] {
  const holder = process.env[holderVariable];
  if (holder === undefined) return [program, ...args];
  // Absolute, because a test may give an empty PATH. Entering a mount namespace leads to its root folder.
  const enter = ["/usr/bin/nsenter", `--mount=/proc/${holder}/ns/mnt`, "--", "/usr/bin/env", `--chdir=${cwd}`];
  return [...enter, program, ...args];
}

function isThere(file: string): boolean {
  // Not what a link leads to: within the layer it may lead to another folder of it.
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
}
