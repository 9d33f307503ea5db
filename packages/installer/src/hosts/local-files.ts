import { randomBytes } from "node:crypto";
import { constants, createReadStream, type Stats } from "node:fs";
import { chmod, chown, link, lstat, mkdir, open, realpath, rename, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

import { InstallerError } from "../installer-error.ts";
import type { AccountNames } from "./account-names.ts";
import type { FileAttributes, FileInfo, Host } from "./host.ts";

type Files = Pick<
  Host,
  | "readFile"
  | "writeFile"
  | "createFile"
  | "copyFile"
  | "stat"
  | "realPath"
  | "makeFolder"
  | "setAttributes"
  | "removeFile"
  | "removeEmptyFolder"
>;

/**
 * The file part of a {@link Host} on this machine. Written here rather than taken from a library, because it runs as
 * root in a folder that belongs to the agent's user: no link is ever followed and no existing file opened for writing.
 */
export function localFiles(names: AccountNames): Files {
  async function writeBeside(path: string, content: Buffer | Readable, attributes: FileAttributes): Promise<string> {
    const { uid, gid } = await names.ids(attributes.owner);
    // A short name of its own: the target's name may already have the longest length that a file system allows.
    const beside = join(dirname(path), `.kuma-${randomBytes(8).toString("hex")}`);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const handle = await open(beside, flags, 0o600);
    try {
      await handle.chown(uid, gid);
      await handle.chmod(attributes.mode);
      // Each call goes on where the last one ended.
      for await (const part of content instanceof Buffer ? [content] : content) await handle.writeFile(part as Buffer);
      await handle.sync();
    } catch (error) {
      await unlink(beside);
      throw error;
    } finally {
      await handle.close();
    }
    return beside;
  }

  return {
    async readFile(path) {
      const handle = await orUndefined(open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
      if (handle === undefined) return undefined;
      try {
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    async writeFile(path, content, attributes) {
      const beside = await failing("write", path, () => writeBeside(path, content, attributes));
      await failing("write", path, () => rename(beside, path).catch((error) => discard(beside, error)));
    },
    async copyFile(from, to, attributes) {
      const beside = await failing("write", to, () => writeBeside(to, createReadStream(from), attributes));
      await failing("write", to, () => rename(beside, to).catch((error) => discard(beside, error)));
    },
    async createFile(path, content, attributes) {
      const beside = await failing("write", path, () => writeBeside(path, content, attributes));
      try {
        await link(beside, path);
        return true;
      } catch (error) {
        if (codeOf(error) === "EEXIST") return false;
        throw fileError("write", path, error);
      } finally {
        await unlink(beside);
      }
    },
    async stat(path) {
      const stats = await orUndefined(lstat(path));
      return stats === undefined ? undefined : await fileInfo(stats, names);
    },
    realPath: async (path) => await orUndefined(realpath(path)),
    async makeFolder(path, { mode, owner }) {
      await failing("make", path, async () => {
        const { uid, gid } = await names.ids(owner);
        await mkdir(path, { mode: mode & 0o700 });
        await chown(path, uid, gid);
        await chmod(path, mode);
      });
    },
    async setAttributes(path, { mode, owner }) {
      await failing("change", path, async () => {
        const { uid, gid } = await names.ids(owner);
        await chown(path, uid, gid);
        await chmod(path, mode);
      });
    },
    removeFile: async (path) =>
      await failing("remove", path, async () => {
        try {
          await unlink(path);
          return true;
        } catch (error) {
          if (await isAbsent(path)) return false;
          throw error;
        }
      }),
    async removeEmptyFolder(path) {
      try {
        await rmdir(path);
        return true;
      } catch (error) {
        if (["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(codeOf(error)) || (await isAbsent(path))) return false;
        throw fileError("remove", path, error);
      }
    },
  };
}

async function fileInfo(stats: Stats, names: AccountNames): Promise<FileInfo> {
  return {
    kind: kindOf(stats),
    mode: stats.mode & 0o7777,
    owner: { user: await names.userName(stats.uid), group: await names.groupName(stats.gid) },
  };
}

function kindOf(stats: Stats): FileInfo["kind"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  return stats.isSymbolicLink() ? "link" : "other";
}

async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Asked when a removal failed: a read-only file system says that it is one before it says that there is nothing. */
async function isAbsent(path: string): Promise<boolean> {
  return (await orUndefined(lstat(path))) === undefined;
}

async function discard(beside: string, error: unknown): Promise<never> {
  await unlink(beside);
  throw error;
}

async function failing<T>(verb: string, path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof InstallerError ? error : fileError(verb, path, error);
  }
}

function fileError(verb: string, path: string, cause: unknown): InstallerError {
  const reason = reasons[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
  return new InstallerError({
    code: "INSTALLER_FILE_FAILED",
    layer: "files",
    message: `Could not ${verb} ${path}: ${reason}.`,
    cause,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOENT: "its folder does not exist",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
