import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { processStartTime } from "./process-start-time.ts";

// The compiler does not copy scripts; `src` is always there because this package is never shipped.
const script = fileURLToPath(new URL("../../src/orphans/orphan-guard.sh", import.meta.url));

/** Takes back one promise of the guard: the thing was cleaned up in the regular way. */
export type Release = () => void;

let guard: Socket | undefined;
let lastId = 0;

/** Has a folder removed should this process die before it can do so. */
export function guardFolder(folder: string): Release {
  return entrust("folder", [folder]);
}

/** Has a process, with its process group, killed should this process die before it can do so. */
export function guardProcess(pid: number): Release {
  return entrust("process", [String(pid), processStartTime(pid) ?? ""]);
}

/** Has a systemd bed stopped should this process die before it can do so. */
export function guardBed(bedScript: string, stateFolder: string): Release {
  return entrust("bed", [bedScript, stateFolder]);
}

function entrust(kind: string, values: readonly string[]): Release {
  if (values.some((value) => /[\t\n]/u.test(value))) {
    throw new Error(`cannot guard a ${kind} whose path has a tab or a line break in it: ${JSON.stringify(values)}`);
  }
  lastId += 1;
  const id = String(lastId);
  const pipe = (guard ??= startGuard());
  pipe.write(`${["add", id, kind, ...values].join("\t")}\n`);
  return () => {
    pipe.write(`drop\t${id}\n`);
  };
}

/** One small shell per Node process; it learns of our end because its stdin ends. */
function startGuard(): Socket {
  // An own session, so that Ctrl-C or the end of our process group does not take the guard along.
  const child = spawn("sh", [script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.on("error", () => {}); // without a shell there is no guard; everything else still works
  child.unref();
  const pipe = child.stdin as Socket;
  pipe.on("error", () => {});
  pipe.unref();
  return pipe;
}
