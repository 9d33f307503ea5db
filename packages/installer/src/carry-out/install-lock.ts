import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

import type { FileAttributes, Host } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";

/** A held lock. */
export interface InstallLock extends AsyncDisposable {
  /** The lock file. */
  readonly file: string;
  /** Gives the lock back; the second time does nothing. */
  release(): Promise<void>;
}

/** How often, and how far apart in ms, is looked at a lock that somebody else is just taking over. */
const attempts = 50;
const pause = 20;

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
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await host.createFile(file, content, attributes)) return held(host, file);
    const current = await host.readFile(file);
    const holder = current === undefined ? undefined : parseHolder(current);
    if (holder !== undefined && (await isAlive(host, holder))) throw locked(host, `process ${holder.pid}`);
    if (current !== undefined && (await takeOver(host, file, { dead: current, content, attributes })))
      return held(host, file);
    await sleep(pause);
  }
  throw locked(host, `the file ${file} says so`);
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

function parseHolder(content: Buffer): z.infer<typeof holderSchema> | undefined {
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

interface Takeover {
  /** What the lock of the dead process reads like. */
  readonly dead: Buffer;
  /** What ours is to read like. */
  readonly content: Buffer;
  readonly attributes: FileAttributes;
}

/**
 * Puts our lock in the place of a dead one. Of several that try, one gets the guard, which is named after the dead lock:
 * nobody without it replaces that lock, so what the one finds behind the guard stays true until it has acted.
 */
async function takeOver(host: Host, file: string, { dead, content, attributes }: Takeover): Promise<boolean> {
  const guard = `${file}.${createHash("sha256").update(dead).digest("hex").slice(0, 16)}`;
  if (!(await host.createFile(guard, content, attributes))) return false;
  try {
    if ((await host.readFile(file))?.equals(dead) !== true) return false;
    await host.writeFile(file, content, attributes);
    return true;
  } finally {
    await host.removeFile(guard);
  }
}

function locked(host: Host, who: string): InstallerError {
  return new InstallerError({
    code: "INSTALLER_LOCKED",
    layer: "usage",
    message: `Another install or uninstall (${who}) is at work on ${host.label}.`,
    hint: "wait until it has finished, and try again",
  });
}
