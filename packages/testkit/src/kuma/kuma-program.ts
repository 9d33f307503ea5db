import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { makeBootableCopy, npmReleaseFolder } from "./npm-release.ts";
import { runBy, type KumaManifest, type RunBy } from "./run-by.ts";

/** An Uptime Kuma that is ready to be started in {@link KumaProgram.folder}. */
export interface KumaProgram extends RunBy {
  readonly folder: string;
  readonly version: string;
  readonly label: string;
}

/**
 * Prepares a checkout, or the npm release with its working folder below `workFolder`.
 *
 * @throws Error when the folder is not a checkout, or has no built web pages (the server exits without them).
 */
export async function prepareProgram(checkout: string | undefined, workFolder: string): Promise<KumaProgram> {
  if (checkout === undefined) {
    const release = npmReleaseFolder();
    const folder = path.join(workFolder, "program");
    await makeBootableCopy(release, folder);
    const manifest = await manifestOf(release);
    return { folder, ...runBy(manifest), version: manifest.version, label: `npm ${manifest.version}` };
  }
  const folder = path.resolve(checkout);
  for (const needed of ["server/server.js", "dist/index.html", "node_modules"]) {
    if (!existsSync(path.join(folder, needed))) {
      throw new Error(`${folder} is no Uptime Kuma that could be started: it has no ${needed}`);
    }
  }
  const manifest = await manifestOf(folder);
  const { version } = manifest;
  return { folder, ...runBy(manifest), version, label: `checkout ${path.basename(folder)} (${version})` };
}

async function manifestOf(folder: string): Promise<KumaManifest> {
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as KumaManifest;
}
