import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "@oclif/core/command";
import * as z from "zod";
import type { CommandContract, Zod } from "../../src/contract/command-contract.ts";

const root = new URL("../../", import.meta.url);
const manifestFile = new URL("oclif.manifest.json", root);

if (!existsSync(manifestFile)) throw new Error("kuma is not built: run `pnpm build` before its tests");

/** The program as it is shipped. */
export const KUMA = fileURLToPath(new URL("bin/kuma.js", root));

/** A flag in the manifest. */
export interface ManifestFlag {
  readonly name: string;
  readonly type: "option" | "boolean";
  readonly required?: boolean;
  readonly options?: readonly string[];
}

/** A command in the manifest. */
export interface ManifestCommand {
  readonly id: string;
  readonly summary?: string;
  readonly hidden?: boolean;
  readonly strict?: boolean;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
  readonly args: Readonly<Record<string, { readonly required?: boolean; readonly options?: readonly string[] }>>;
  readonly examples?: readonly (string | { readonly command: string })[];
  readonly readOnly: boolean;
  readonly destructive: boolean;
  readonly idempotent: boolean;
  readonly withoutDryRun?: string;
  /** Null for a command whose output is not its own; a manifest holds no functions, so else it is absent. */
  readonly output?: null;
  readonly relativePath: readonly string[];
}

/** Every command that was built. */
export const commands: readonly ManifestCommand[] = Object.values(
  (JSON.parse(readFileSync(manifestFile, "utf8")) as { readonly commands: Record<string, ManifestCommand> }).commands,
);

/** The words that call a command. */
export function wordsOf({ id }: ManifestCommand): readonly string[] {
  return id.split(":");
}

/** The class of a command, out of the bundle. */
export async function commandClass({ relativePath }: ManifestCommand): Promise<typeof Command & CommandContract> {
  return (await built<{ readonly default: typeof Command & CommandContract }>(relativePath.join("/"))).default;
}

/** The schema of the output of a command with `--json`. @throws Error for one whose output is not its own */
export async function outputSchema(id: string): Promise<z.ZodType> {
  const command = commands.find((one) => one.id === id);
  const output = command === undefined ? null : (await commandClass(command)).output;
  if (output === null) throw new Error(`There is no command ${id} with its own output`);
  return output(z);
}

/** The schema of what every command prints on stderr with `--json` when it fails. */
export async function failureSchema(): Promise<z.ZodType> {
  const module = await built<{ readonly failureSchema: (library: Zod) => z.ZodType }>("dist/contract/published.js");
  return module.failureSchema(z);
}

async function built<Module>(file: string): Promise<Module> {
  return (await import(/* @vite-ignore */ new URL(file, root).href)) as Module;
}
