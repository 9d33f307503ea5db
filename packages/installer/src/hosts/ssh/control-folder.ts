import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { environmentOfScripts } from "../script-streams.ts";

/** A private folder for the socket of one connection. It goes with this process, however that ends. */
export interface ControlFolder {
  readonly folder: string;
  readonly socket: string;
  /** An ssh that is connecting right now; it is ended as well. */
  isConnecting(pid: number | undefined): void;
  /** Ends the connection, and removes the folder. */
  close(): Promise<void>;
}

/** The address of a socket has 104 bytes on some systems, of which ssh uses 17 while it makes it. */
const longestFolder = 104 - 17 - "/kuma-XXXXXX/s".length - 1;

// Our end is the end of its input.
const guardian = `
while IFS= read -r line; do pid=$line; done
if [ -n "\${pid:-}" ]; then kill "$pid"; fi
if [ -S "$1/s" ]; then ssh -F none -o "ControlPath=$1/s" -O exit -- kuma; fi
rm -rf -- "$1"
`;

/** Makes one, as short as it must be. */
export async function makeControlFolder(): Promise<ControlFolder> {
  const folder = await makeFolder();
  // A session for itself, so that Ctrl-C does not take it along.
  const guard = spawn("/bin/sh", ["-c", guardian, "kuma", folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: environmentOfScripts(),
  });
  const { stdin } = guard;
  stdin.on("error", () => undefined);
  // Who forgets to close it is not kept from ending.
  guard.unref();
  (stdin as Socket).unref();
  const ended = once(guard, "close");
  ended.catch(() => undefined);
  return {
    folder,
    socket: join(folder, "s"),
    isConnecting: (pid) => void stdin.write(`${pid ?? ""}\n`),
    async close() {
      guard.ref();
      stdin.end();
      await ended;
    },
  };
}

async function makeFolder(): Promise<string> {
  const places = [process.env["XDG_RUNTIME_DIR"] ?? "", tmpdir(), "/tmp"];
  // ssh reads spaces and per cent signs as something else.
  for (const place of places.filter((one) => /^\/[\w./-]*$/.test(one) && one.length <= longestFolder)) {
    try {
      return await mkdtemp(join(place, "kuma-"));
    } catch {
      // The next one will do.
    }
  }
  return await mkdtemp("/tmp/kuma-");
}
