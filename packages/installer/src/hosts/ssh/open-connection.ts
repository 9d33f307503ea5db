import { spawn, type SpawnOptions } from "node:child_process";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { InstallerError } from "../../installer-error.ts";
import { environmentOfScripts } from "../script-streams.ts";
import type { ControlFolder } from "./control-folder.ts";
import { masterArguments, type Silence } from "./ssh-arguments.ts";
import { connectFailure, withoutSsh } from "./ssh-failure.ts";
import type { SshLimits } from "./ssh-limits.ts";

/** A connection that is to be made. */
export interface ConnectWish {
  readonly name: string;
  readonly control: ControlFolder;
  readonly limits: Pick<SshLimits, "connect" | "logIn" | "silence">;
  readonly signal?: AbortSignal | undefined;
  /** Has ssh ask on the terminal what it has to ask; without, nothing is asked. */
  readonly isInteractive: boolean;
}

/**
 * Has ssh connect and go to the background.
 *
 * @throws {@link InstallerError} that says why not; AbortError when `signal` aborts
 */
export async function openConnection(wish: ConnectWish): Promise<void> {
  const { name, control, signal } = wish;
  signal?.throwIfAborted();
  // A file, because what goes to the background keeps a pipe open.
  const log = join(control.folder, "log");
  const file = await open(log, "w", 0o600);
  let isLate: boolean;
  let code: number | null;
  try {
    ({ isLate, code } = await runMaster(wish, file.fd));
  } finally {
    await file.close();
  }
  signal?.throwIfAborted();
  const said = await readFile(log, "utf8");
  await rm(log);
  if (code !== 0 || isLate) throw connectFailure(name, { said, isLate });
}

interface MasterEnd {
  readonly isLate: boolean;
  readonly code: number | null;
}

async function runMaster(wish: ConnectWish, log: number): Promise<MasterEnd> {
  const { name, control, limits, signal, isInteractive } = wish;
  const silence: Silence = { interval: Math.max(1, Math.round(limits.silence / 3000)), count: 3 };
  const connectTimeout = Math.max(1, Math.round(limits.connect / 1000));
  const args = masterArguments({ socket: control.socket, connectTimeout, silence }, { isBatch: !isInteractive });
  return await new Promise((resolve, reject) => {
    const child = spawn("ssh", [...args, name], spawnOptions(isInteractive, log));
    control.isConnecting(child.pid);
    let isLate = false;
    const end = (): void => void child.kill("SIGTERM");
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, limits.logIn);
    signal?.addEventListener("abort", end, { once: true });
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      control.isConnecting(undefined);
    };
    child.once("error", (error) => {
      finish();
      reject(withoutSsh(error));
    });
    child.once("exit", (code) => {
      finish();
      resolve({ isLate, code });
    });
  });
}

/** ssh asks on the terminal of its session; in another one it has no terminal, and a jump host asks nothing either. */
function spawnOptions(isInteractive: boolean, log: number): SpawnOptions {
  const env = environmentOfScripts();
  if (isInteractive) return { stdio: ["inherit", "ignore", "inherit"], env };
  return { stdio: ["ignore", "ignore", log], env: { ...env, SSH_ASKPASS_REQUIRE: "never" }, detached: true };
}

/** Whether ssh could get further when it may ask. */
export function couldAsk(error: unknown): boolean {
  if (!(error instanceof InstallerError)) return false;
  return error.code === "INSTALLER_LOGIN_REFUSED" || error.code === "INSTALLER_HOST_KEY_UNKNOWN";
}
