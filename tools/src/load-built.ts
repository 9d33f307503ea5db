import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "./repository-root.ts";

/** The folder of the app. */
export const app = join(repositoryRoot, "apps/cli");

/** Loads a built file of the app: the pages are those of the program which is shipped. */
export async function loadBuilt<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(join(app, file)).href)) as Module;
}
