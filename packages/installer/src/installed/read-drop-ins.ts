import type { ConfigText } from "@kumakit/agent/config";
import { posix } from "node:path";

import type { Host } from "../hosts/host.ts";

/** The files that the agent reads beside its config, in the order of their names. */
export async function readDropIns(host: Host, configFile: string): Promise<readonly ConfigText[]> {
  const folder = posix.join(posix.dirname(configFile), "conf.d");
  if ((await host.stat(folder)) === undefined) return [];
  const { stdout } = await host.run(["find", folder, "-mindepth", "1", "-maxdepth", "1", "-print0"]);
  const files = stdout
    .split("\0")
    .filter((file) => /^[^.].*\.(?:json|yaml|yml)$/s.test(posix.basename(file)))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const contents = await Promise.all(files.map((file) => host.readFile(file)));
  return files.map((file, index) => ({ file, text: contents[index]?.toString("utf8") ?? "" }));
}
