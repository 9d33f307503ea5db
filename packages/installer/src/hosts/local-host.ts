import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";

import { accountNames } from "./account-names.ts";
import type { Host } from "./host.ts";
import { runScriptLocally } from "./run-script-locally.ts";
import type { ScriptHost } from "./script-host.ts";
import { localFiles } from "./local-files.ts";
import { runLocally } from "./run-locally.ts";

/** This machine, as the account that the process runs as. */
export function localHost(): Host & ScriptHost {
  const names = accountNames(runLocally);
  return {
    label: "this host",
    run: runLocally,
    runScript: runScriptLocally,
    ...localFiles(names),
    async identity() {
      const { username, uid, gid, homedir } = userInfo();
      return {
        hostname: hostname(),
        machineId: (await readFile("/etc/machine-id", "utf8").catch(() => "")).trim(),
        user: { name: username, group: await names.groupName(gid), uid, home: process.env["HOME"] ?? homedir },
      };
    },
    async processStartedAt(pid) {
      const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
      // The command name, in parentheses, may hold spaces; the start time is the 20th field after it (proc(5)).
      return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19];
    },
  };
}
