import type { Command } from "@oclif/core/command";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

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
export async function commandClass(command: ManifestCommand): Promise<typeof Command> {
  const file = command.id === "help" ? "help/index" : wordsOf(command).join("/");
  const url = new URL(`dist/commands/${file}.js`, root).href;
  const loaded = (await import(/* @vite-ignore */ url)) as { readonly default: typeof Command };
  return loaded.default;
}
