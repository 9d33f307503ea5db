import type { Host, HostScript, ScriptResult } from "@kumakit/installer";
import type { SystemdBed } from "@kumakit/testkit";
import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough, Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";

const searchPath = `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** The inside of a systemd bed as a host, as another carrier of scripts would bring it. */
export function bedHost(bed: SystemdBed): Host {
  return { label: "the bed", runScript: (script) => runIn(bed, script) };
}

async function runIn(bed: SystemdBed, { program, args, input, onLine }: HostScript): Promise<ScriptResult> {
  const enter = [`--target=${bed.pid1}`, "--mount", "--pid", "--cgroup", "--uts", "--ipc", "--wd=/", "--"];
  const shell = ["/usr/bin/env", "-i", "HOME=/root", `PATH=${searchPath}`, "sh", "-c", program, "kuma", ...args];
  const child = spawn("nsenter", [...enter, ...shell], { detached: true });
  const output = buffer(child.stdout.pipe(new PassThrough()));
  const complaint = text(child.stderr);
  if (onLine !== undefined) createInterface(child.stdout.pipe(new PassThrough())).on("line", onLine);
  // A script that ends without reading its input has not failed for that.
  child.stdin.on("error", () => undefined);
  if (input instanceof Readable) input.pipe(child.stdin);
  else child.stdin.end(input ?? "");
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
  return { code, output: await output, complaint: await complaint };
}
