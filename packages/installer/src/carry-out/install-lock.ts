import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import * as z from "zod";

import type { Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";

/** A held lock. */
export interface InstallLock extends AsyncDisposable {
  readonly file: string;
  /** Gives the lock back; the second time does nothing. */
  release(): Promise<void>;
}

const holderSchema = z.object({ pid: z.int(), startedAt: z.string(), id: z.string() });

/**
 * Keeps other installs and uninstalls off this host until it is released. A lock whose process has died is taken over.
 *
 * @param file - as {@link InstallPaths.lock}
 * @throws {@link InstallerError} `INSTALLER_LOCKED` when somebody else holds it
 */
export async function lockInstall(host: Host, file: string): Promise<InstallLock> {
  const { user } = await host.identity();
  const mine = { pid: process.pid, startedAt: (await host.processStartedAt(process.pid)) ?? "", id: randomUUID() };
  const attributes = { mode: 0o600, owner: { user: user.name, group: user.group } };
  const content = Buffer.from(`${JSON.stringify(mine)}\n`);
  // Twice at most: once for a lock that somebody left behind.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await host.createFile(file, content, attributes)) return held(host, file);
    const holder = await readHolder(host, file);
    if (holder !== undefined && (await isAlive(host, holder))) throw locked(host, holder.pid);
    await takeAway(host, file, holder?.id);
  }
  throw locked(host, undefined);
}

function held(host: Host, file: string): InstallLock {
  let isHeld = true;
  const release = async (): Promise<void> => {
    if (!isHeld) return;
    isHeld = false;
    await host.removeFile(file);
  };
  return { file, release, [Symbol.asyncDispose]: release };
}

async function readHolder(host: Host, file: string): Promise<z.infer<typeof holderSchema> | undefined> {
  const content = await host.readFile(file);
  if (content === undefined) return undefined;
  try {
    return holderSchema.parse(JSON.parse(content.toString("utf8")));
  } catch {
    // Written in one step, so it is not half a lock: it is none.
    return undefined;
  }
}

async function isAlive(host: Host, { pid, startedAt }: z.infer<typeof holderSchema>): Promise<boolean> {
  return (await host.processStartedAt(pid)) === startedAt;
}

/** Moves the dead lock aside and looks again: between reading and moving, somebody else may have made a new one. */
async function takeAway(host: Host, file: string, deadId: string | undefined): Promise<void> {
  const aside = posix.join(posix.dirname(file), `.kuma-lock-${randomUUID()}`);
  if (!(await host.moveFile(file, aside))) return;
  const moved = await readHolder(host, aside);
  if (moved === undefined || moved.id === deadId) await host.removeFile(aside);
  else await host.moveFile(aside, file);
}

function locked(host: Host, pid: number | undefined): InstallerError {
  const who = pid === undefined ? "Another install or uninstall" : `Another install or uninstall (process ${pid})`;
  return new InstallerError({
    code: "INSTALLER_LOCKED",
    layer: "usage",
    message: `${who} is at work on ${host.label}.`,
    hint: "wait until it has finished, and try again",
  });
}
