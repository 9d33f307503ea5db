import * as z from "zod";
import { amountsSetting } from "../../config/settings/amount-setting.ts";
import { pathSetting } from "../../config/settings/text-settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** Watches how full file systems are. */
export const diskCheck = defineCheckType({
  type: "disk",
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
});
