import * as z from "zod";
import { amountsSetting } from "../../config/settings/amount-setting.ts";
import { pathSetting } from "../../config/settings/text-settings.ts";
import { needsOfPaths } from "../shared/needs-of-paths.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches how full file systems are. */
export const diskCheck = defineCheckType({
  type: "disk",
  title: "Space and inodes of file systems",
  summary:
    "DOWN when a file system has less free than `minFree` or `minFreeInodes`. Free is what ordinary users may still fill, and " +
    "its percentage is of all the space that they may fill, like in `df`: blocks that are reserved for root (5 % of an ext4 " +
    "unless changed) do not count as free. Kinds without a limit of inodes (btrfs, vfat) are not judged by them. A read-only " +
    "image such as a squashfs is full by its kind, and no finding: it has neither a block nor an inode left. A file system " +
    "that became read-only after an error counts as before.\n\n" +
    "A file system that does not answer within 5 s, such as an NFS whose server is gone, is not known: DOWN when that lasts " +
    "for a push period. It is not asked again before it answers, and keeps nothing else of the agent from working; with three " +
    "of them no further path is asked.\n\n" +
    "Without `paths` every file system with data is looked at once, wherever it is mounted: none of the kernel's own, no " +
    "tmpfs, no images (squashfs, iso9660), no overlays of containers except at `/`. Of a FUSE file system the percentage is " +
    "right, while the size in bytes may not be: Node.js only knows the block size, not the fragment size.",
  example: {
    type: "disk",
    name: "disks",
    paths: ["/", "/srv/*"],
    minFree: ["10%", "2 GiB"],
    interval: 60,
    tokenFile: "tokens/disks",
  },
  options: {
    paths: z
      .array(pathSetting())
      .min(1, "name at least one path, or leave it out")
      .max(100)
      .optional()
      .describe(
        "Absolute paths (the file system they lie on is looked at), or globs of mount points such as `/srv/*`, of which at least " +
          "one must be mounted. All file systems with data when left out.",
      ),
    minFree: amountsSetting()
      .prefault("10%")
      .describe("How little may be free: `10%`, `5 GiB`, or a list, below any of which it is DOWN."),
    minFreeInodes: amountsSetting({ ofThings: true })
      .prefault("5%")
      .describe("How few inodes may be free: `5%`, a number, or a list."),
    mustBeMount: z.boolean().default(false).describe("Whether a path at which nothing is mounted any more is DOWN."),
    mustBeWritable: z
      .boolean()
      .default(false)
      .describe(
        "Whether a file system that is read-only is DOWN, such as an ext4 after an error. A bind mount that alone is " +
          "read-only is not noticed.",
      ),
  },
  subject: ["paths"],
  needs: ({ paths }) => (paths === undefined ? ["homes"] : needsOfPaths(paths)),
});
