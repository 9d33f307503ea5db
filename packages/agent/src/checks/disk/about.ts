import { needsOfPaths } from "../shared/needs-of-paths.ts";
import type { AboutCheckType } from "../about-check-type.ts";
import type { diskCheck } from "./settings.ts";

/** All about the type `disk` that needs no schema. */
export const aboutDisk = {
  title: "Space and inodes of file systems",
  summary:
    "DOWN when a file system has less free than `minFree` or `minFreeInodes`. Free is what ordinary users may still fill, and " +
    "its percentage is of all the space that they may fill, like in `df`: blocks that are reserved for root (5 % of an ext4 " +
    "unless changed) do not count as free. Kinds without a limit of inodes (btrfs, vfat) are not judged by them. A read-only " +
    "image such as a squashfs is full by its kind, and no finding: it has neither a block nor an inode left. A file system " +
    "that became read-only after an error counts as before.\n\n" +
    "A file system that does not answer within 5 s, such as an NFS whose server is gone, is not known: DOWN when the next " +
    "look finds no more. It is not asked again before it answers, and keeps nothing else of the agent from working; with three " +
    "of them no further path is asked.\n\n" +
    "Without `paths` every file system with data is looked at once, wherever it is mounted: none of the kernel's own, no " +
    "tmpfs, no images (squashfs, iso9660), no overlays of containers except at `/`. Of a FUSE file system the percentage is " +
    "right, while the size in bytes may not be: Node.js only knows the block size, not the fragment size.",
  subject: ["paths"],
  needs: ({ paths }) => (paths === undefined ? ["homes"] : needsOfPaths(paths)),
  start: async () => (await import("./start.ts")).startDisk,
} satisfies AboutCheckType<typeof diskCheck>;
