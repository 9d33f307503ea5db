import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "@kumakit/testkit";
import type { DemoHost } from "./demo-host.ts";
import { demoInterval, demoUnit, demoUnitFile } from "./demo-service.ts";
import { checked, kumaPath } from "./kuma-binary.ts";
import { showCommand } from "./narration.ts";

const configHome = process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");

/** Why the user's own systemd cannot be used here; undefined when it can. */
export async function userSessionProblem(): Promise<string | undefined> {
  const { stdout, stderr, code } = await runCommand(["systemctl", "--user", "is-system-running"], {
    env: ownEnvironment(),
  });
  if (code === 0 || stdout.trim() === "degraded") return undefined;
  return stderr.trim() || stdout.trim() || "systemctl --user does not answer";
}

/** The systemd session of the person who runs the demo; everything put into it is taken away again. */
export function startUserSessionHost(): DemoHost {
  const unitFile = join(configHome, "systemd/user", demoUnit);
  const systemctl = async (...args: string[]) =>
    checked(await runCommand(["systemctl", "--user", ...args], { env: ownEnvironment() }), true);
  // The agent goes into the real session, so `kuma` runs with the person's own environment here.
  const kuma = async (...args: string[]) =>
    checked(await runCommand([process.execPath, kumaPath, ...args], { env: ownEnvironment() }));
  let isAgentInstalled = false;
  let firstMadeFolder: string | undefined;
  return {
    title: "your own systemd session (systemctl --user)",
    leavesOut: ["the system-wide install with its own locked-down user: that needs root"],
    noticedWithin: 5,
    startService: async () => {
      firstMadeFolder ??= await mkdir(dirname(unitFile), { recursive: true });
      await writeFile(unitFile, demoUnitFile);
      await systemctl("daemon-reload");
      await systemctl("start", demoUnit);
    },
    installAgent: async (_kuma, { serverUrl, tokenFile }) => {
      const where = ["--server", serverUrl, "--token-file", tokenFile];
      const args = ["agent", "install", demoUnit, "--user", "--interval", String(demoInterval), ...where];
      showCommand(`kuma ${args.join(" ")}`);
      isAgentInstalled = true;
      await kuma(...args);
    },
    killService: async () => void (await systemctl("kill", "-s", "KILL", demoUnit)),
    [Symbol.asyncDispose]: async () => {
      if (isAgentInstalled) await kuma("agent", "uninstall", demoUnit, "--user", "--yes");
      await systemctl("stop", demoUnit);
      await rm(unitFile, { force: true });
      if (firstMadeFolder !== undefined) await removeEmptyFolders(dirname(unitFile), firstMadeFolder);
      await systemctl("daemon-reload");
    },
  };
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Removes a folder and those above it, up to the last one; a folder that somebody uses by now stays. */
async function removeEmptyFolders(folder: string, last: string): Promise<void> {
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (isGone && folder !== last) await removeEmptyFolders(dirname(folder), last);
}
