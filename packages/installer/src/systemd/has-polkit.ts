import type { Host } from "../hosts/host.ts";
import { polkitRulesFolder } from "../install-paths.ts";

/** Whether polkit on the host reads rules written in JavaScript: before 0.106, as in Debian 11, it did not. */
export async function hasPolkit(host: Host): Promise<boolean> {
  return (await host.stat(polkitRulesFolder))?.kind === "folder";
}
