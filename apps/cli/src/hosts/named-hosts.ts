import { requireSshName } from "@kumakit/installer";

import { usageError } from "../cli-error.ts";
import type { HostFlags } from "../flags/host-flags.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";
import { readStdin } from "../secrets/read-secret.ts";

/**
 * The hosts that `--host` and `--hosts-file` name, each once; undefined when none of the two is given.
 *
 * @throws CliError (exit 2) for a file that cannot be read or names no host; InstallerError for a name that ssh refuses
 */
export async function namedHosts(flags: HostFlags): Promise<readonly string[] | undefined> {
  const { host: given = [], "hosts-file": file } = flags;
  if (file === undefined && given.length === 0) return undefined;
  const listed = file === undefined ? [] : hostsIn(await readList(file));
  const names = [...new Set([...given, ...listed])];
  if (names.length === 0) throw usageError(`${file} names no host`, "write one host on each line, such as ops@tk-app3");
  return names.map((name) => requireSshName(name));
}

function hostsIn(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/(?:^|\s)#.*/, "").trim());
  return lines.filter((line) => line !== "");
}

async function readList(file: string): Promise<string> {
  return file === "-" ? await readStdin("The list of hosts") : await readGivenFile(file, "--hosts-file");
}
