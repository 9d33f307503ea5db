import { cp, copyFile, mkdir, readdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/** The folder of the published `uptime-kuma` package inside node_modules. */
export function npmReleaseFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve("uptime-kuma/package.json"));
}

/**
 * Makes a working folder from which the npm release boots. As published (2.0.0-dev.0) it does not: it looks for seven
 * of its SQL patches in `db/old_migrations`, while they lie in `db`. The copy of `db` has them in both places, and
 * everything else is a link, so that node_modules stays as it was installed.
 */
export async function makeBootableCopy(release: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(release)) {
    if (entry !== "db") await symlink(path.join(release, entry), path.join(target, entry));
  }
  const database = path.join(target, "db");
  await cp(path.join(release, "db"), database, { recursive: true });
  for (const entry of await readdir(database)) {
    if (!/^patch-.*\.sql$/u.test(entry)) continue;
    await copyFile(path.join(database, entry), path.join(database, "old_migrations", entry));
  }
}
