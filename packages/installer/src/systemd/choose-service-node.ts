import { posix } from "node:path";

import type { Host } from "../hosts/host.ts";
import type { InstallScope } from "../install-paths.ts";
import type { ServiceNode } from "../plan/plan-agent-install.ts";

/** What the service cannot see, whatever the permissions: homes are hidden from it and /tmp is its own. */
const hiddenFolders = ["/root", "/home", "/run/user", "/tmp", "/var/tmp"];

/**
 * Decides whether the service can run the host's Node where it lies. One that a version manager has put into somebody's
 * home must be copied: the service's user cannot get there.
 *
 * @param node - absolute path on the host
 */
export async function chooseServiceNode(host: Host, scope: InstallScope, node: string): Promise<ServiceNode> {
  const path = (await host.realPath(node)) ?? node;
  if (scope === "user") return { path, copy: false };
  const isHidden = hiddenFolders.some((folder) => path.startsWith(`${folder}/`));
  return { path, copy: isHidden || !(await isOpenToAll(host, path)) };
}

async function isOpenToAll(host: Host, path: string): Promise<boolean> {
  const info = await host.stat(path);
  const needed = info?.kind === "folder" ? 0o001 : 0o005;
  if (info === undefined || (info.mode & needed) !== needed) return false;
  const above = posix.dirname(path);
  return above === path || (await isOpenToAll(host, above));
}
