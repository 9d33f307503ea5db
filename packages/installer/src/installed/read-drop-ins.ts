import type { ConfigText } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";

const inside = ["-mindepth", "1", "-maxdepth", "1", "-print0"] as const;

/**
 * The files that the agent reads beside its config, in the order of their names. As the agent does, it follows links: of
 * the folder, and of a file.
 */
export async function readDropIns(host: Host, configFile: string): Promise<readonly ConfigText[]> {
  const folder = posix.join(posix.dirname(configFile), "conf.d");
  if ((await host.stat(folder)) === undefined) return [];
  const { code, stdout, stderr } = await host.run(["find", "-H", folder, ...inside]);
  if (code !== 0) throw unreadable(host, folder, stderr.trim());
  const files = stdout
    .split("\0")
    .filter((file) => /^[^.].*\.(?:json|yaml|yml)$/s.test(posix.basename(file)))
    .toSorted((a, b) => (a < b ? -1 : 1));
  return await Promise.all(files.map(async (file) => ({ file, text: await readText(host, file) })));
}

async function readText(host: Host, file: string): Promise<string> {
  const content = await host.readFile((await host.realPath(file)) ?? file).catch((error: Error) => error);
  if (Buffer.isBuffer(content)) return content.toString("utf8");
  throw unreadable(host, file, content?.message ?? "it is not there, or a link to nowhere");
}

/** Without knowing what is in it nothing can be said of the agent's config, nor be taken out of it. */
function unreadable(host: Host, path: string, why: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_CONFIG_BROKEN",
    layer: "config",
    message: `${path} on ${host.label}, a part of the agent's config, cannot be read, and nothing was changed: ${why}`,
    hint: "mend it, or move it away",
  });
}
