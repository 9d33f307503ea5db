import { readFile } from "node:fs/promises";
import type { SpaceFigures } from "./judge-disk.ts";
import type { Mount } from "./parse-mountinfo.ts";

/** Kinds that nobody can write to, and that say nothing of inodes, by which the others are known. */
const withoutInodes: ReadonlySet<string> = new Set(["iso9660", "cramfs", "romfs"]);

/** A number of inodes that stands for "no limit", as that of an older EROFS. */
const noLimit = 2 ** 63;

/** Whether there is room for nothing at all, not even for root: an image is made to fit. */
function isFilled({ bfree, bavail, files, ffree }: SpaceFigures): boolean {
  return bfree === 0 && bavail === 0 && (ffree === 0 || files >= noLimit);
}

/** The kernel does not know of a FUSE file system whether it can be written: squashfuse is mounted `rw`. */
function isFuse({ type }: Mount): boolean {
  return type === "fuse" || type.startsWith("fuse.");
}

async function isDeviceReadOnly({ device }: Mount): Promise<boolean> {
  // There is no such file where no block device stands behind the mount.
  const text = await readFile(`/sys/dev/block/${device}/ro`, "utf8").catch(() => "");
  return text.trim() === "1";
}

/**
 * Whether a file system is full by its kind: it is the read-only image of something, such as a squashfs. Its superblock is
 * read-only, or it is a FUSE, and it has neither a block nor an inode left. One that became read-only after an error still has inodes,
 * as ext4, or says nothing of them, as vfat and btrfs; then its device decides, which can still be written.
 *
 * @param mount - where it is mounted
 * @param figures - as statfs(2) has them
 */
export async function isImage(mount: Mount, figures: SpaceFigures): Promise<boolean> {
  if (!isFilled(figures) || !(mount.isReadOnly || isFuse(mount))) return false;
  if (figures.files > 0) return true;
  return mount.isReadOnly && (withoutInodes.has(mount.type) || (await isDeviceReadOnly(mount)));
}
