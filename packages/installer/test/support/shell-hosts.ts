import { existsSync, mkdtempSync, symlinkSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runInShell } from "../../src/hosts/run-script-locally.ts";
import { localHost, type Host } from "../../src/index.ts";

/** A shell that scripts are tried in. */
export interface ShellHost {
  readonly name: string;
  readonly host: Host;
}

const busybox = ["/usr/bin/busybox", "/bin/busybox"].find((path) => existsSync(path));

/** This machine through its own shell, and through a busybox with nothing but its own programs where there is one. */
export const shells: readonly ShellHost[] = [
  { name: "the shell of the host", host: localHost() },
  ...(busybox === undefined ? [] : [{ name: "busybox", host: busyboxHost(busybox) }]),
];

function busyboxHost(program: string): Host {
  const folder = mkdtempSync(join(tmpdir(), "busybox-"));
  spawnSync(program, ["--install", "-s", folder]);
  // Debian leaves this one out of its busybox; Alpine does not.
  if (!existsSync(join(folder, "flock"))) symlinkSync("/usr/bin/flock", join(folder, "flock"));
  return {
    label: "this host",
    runScript: (script) =>
      runInShell(script, {
        argv: (text) => ["/usr/bin/env", `PATH=${folder}`, join(folder, "sh"), "-c", text, "kuma"],
      }),
  };
}
