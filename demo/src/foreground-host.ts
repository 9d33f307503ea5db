import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DemoHost } from "./demo-host.ts";
import { demoInterval } from "./demo-service.ts";
import { cliFolder } from "./kuma-binary.ts";
import { showCommand } from "./narration.ts";

/** A check in the manner of Nagios: one line of text, exit code 0 or 2. `$0` is the file with the service's pid. */
const lookForService =
  'if kill -0 "$(cat "$0")" 2>/dev/null; then echo "the service is running"; else echo "the service is gone"; exit 2; fi';

/** No systemd at all: the service is a plain process, the agent runs in the foreground and looks at it by a command. */
export async function startForegroundHost(leavesOut: readonly string[]): Promise<DemoHost> {
  const folder = await mkdtemp(join(tmpdir(), "kumakit-demo-host-"));
  const pidFile = join(folder, "service.pid");
  const children: ChildProcess[] = [];
  let service: ChildProcess | undefined;
  return {
    title: "the foreground of this terminal",
    leavesOut,
    noticedWithin: demoInterval,
    startService: async () => {
      service = spawn("sleep", ["infinity"], { stdio: "ignore" });
      children.push(service);
      await once(service, "spawn");
      await writeFile(pidFile, String(service.pid));
    },
    installAgent: async (_kuma, { serverUrl, tokenFile }) => {
      await copyFile(tokenFile, join(folder, "token"));
      const command = ["/bin/sh", "-c", lookForService, pidFile];
      const check = { type: "command", name: "demo", command, interval: demoInterval, tokenFile: "token" };
      const config = join(folder, "agent.json");
      await writeFile(
        config,
        JSON.stringify({ version: 1, server: { url: serverUrl }, host: "demo", checks: [check] }),
      );
      showCommand(`kuma-agent run --config ${config}`);
      const agent = spawn(process.execPath, [join(cliFolder, "dist/kuma-agent.mjs"), "run", "--config", config], {
        stdio: "inherit",
      });
      children.push(agent);
      await once(agent, "spawn");
    },
    killService: async () => void service?.kill("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
