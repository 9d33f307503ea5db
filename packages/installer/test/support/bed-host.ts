import type { SystemdBed } from "@kumakit/testkit";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

import { runInShell } from "../../src/hosts/run-script-locally.ts";
import type { Host } from "../../src/index.ts";

const searchPath = `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/**
 * The inside of a systemd bed: a shell behind another command, reached only by its arguments, input and output. Code
 * that passes here relies on nothing of this machine, and also works through SSH.
 */
export function bedHost(bed: SystemdBed): Host {
  const enter = ["--mount", "--pid", "--cgroup", "--uts", "--ipc", "--wd=/", "--"];
  const environment = ["/usr/bin/env", "-i", "HOME=/root", `PATH=${searchPath}`];
  return {
    label: "the bed",
    runScript: (script) =>
      runInShell(script, {
        argv: (program) => ["nsenter", `--target=${bed.pid1}`, ...enter, ...environment, "sh", "-c", program, "kuma"],
        // nsenter waits for the shell, and hands no signal on to it.
        end: ({ pid }) => {
          for (const child of childrenOf(pid)) process.kill(child, "SIGTERM");
        },
      }),
  };
}

function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
