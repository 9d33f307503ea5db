import type { DockerHost } from "@kumakit/client";
import { maskSecrets } from "@kumakit/text";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { readGivenFile } from "../secrets/read-given-file.ts";

/** The flags for the address of a Docker daemon. */
export const daemonFlags = {
  daemon: Flags.string({
    summary: "The path of its socket on the server, or its address, such as http://10.0.0.7:2375.",
    helpValue: "ADDRESS",
    exclusive: ["daemon-file"],
  }),
  "daemon-file": Flags.string({ summary: "Read the address from this file.", helpValue: "FILE" }),
};

/**
 * The way to a Docker daemon, as its flags name it.
 *
 * @returns undefined when they name none
 * @throws CliError (exit 2) for a password on the command line, and for a file that cannot be read
 */
export async function readDaemon(flags: {
  readonly daemon?: string | undefined;
  readonly "daemon-file"?: string | undefined;
}): Promise<Pick<DockerHost, "connection" | "daemon"> | undefined> {
  const file = flags["daemon-file"];
  const daemon = flags.daemon ?? (file === undefined ? "" : (await readGivenFile(file)).trim());
  if (daemon === "") return undefined;
  if (flags.daemon !== undefined && maskSecrets(daemon) !== daemon)
    throw usageError("The address holds a password, and others can read a command line", "--daemon-file FILE");
  return { connection: daemon.startsWith("/") ? "socket" : "tcp", daemon };
}
