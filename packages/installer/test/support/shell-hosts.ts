import { findProgram, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { existsSync, mkdtempSync, symlinkSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runInShell } from "../../src/hosts/run-script-locally.ts";
import { localHost, type Host } from "../../src/index.ts";

/**
 * Describes work on this machine twice: through its own shell, and through BusyBox with nothing but its own programs. `about`
 * ends where the shell is named.
 */
export function describeInShells(about: string, body: (host: Host) => void): void {
  describeWith([], `${about} the shell of the host`, () => body(localHost()));
  describeWith(["busybox"], `${about} busybox`, () => body(busyboxHost()));
}

function busyboxHost(): Host {
  const folder = mkdtempSync(join(tmpdir(), "busybox-"));
  const [installer = "", ...options] = throughLayer([findProgram("busybox") ?? "busybox", "--install", "-s", folder]);
  spawnSync(installer, options);
  // Debian leaves this one out of its busybox; Alpine does not.
  if (!existsSync(join(folder, "flock"))) symlinkSync("/usr/bin/flock", join(folder, "flock"));
  return {
    label: "this host",
    runScript: (script) =>
      runInShell(script, {
        argv: (text) => {
          const shell = throughLayer(["/usr/bin/env", `PATH=${folder}`, join(folder, "sh"), "-c", text, "kuma"]);
          const [program = "", ...args] = shell;
          return [program, ...args];
        },
      }),
  };
}
