import { readFile } from "node:fs/promises";

/** The service that this process belongs to, as its control group says; undefined when it belongs to none. */
export async function ownUnit(): Promise<string | undefined> {
  const groups = await readFile("/proc/self/cgroup", "utf8").catch(() => "");
  return /\/([^/\n]+\.service)$/m.exec(groups)?.[1];
}
