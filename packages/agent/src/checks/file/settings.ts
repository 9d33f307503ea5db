import * as z from "zod";
import { byteSizeSetting } from "../../config/settings/byte-size-setting.ts";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { pathSetting } from "../../config/settings/text-settings.ts";
import { textPattern } from "../shared/text-pattern.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

const largestPart = 1024 ** 2;

const age = durationSetting({ min: 0, max: 315_360_000 }).optional();

const count = z.int().min(0).max(10_000).optional();

/** Watches a file, or the newest of many. */
export const fileCheck = defineCheckType({
  type: "file",
  example: {
    type: "file",
    name: "newest dump",
    path: "/var/backups/db-*.sql.gz",
    maxAge: "26h",
    minSize: "1 MiB",
    minCount: 7,
    interval: 300,
    tokenFile: "tokens/newest-dump",
  },
  options: {
    path: pathSetting()
      .refine((path) => !/\{[^}]*\//.test(path), "must not have a / inside of braces")
      .describe(
        "An absolute path, or a glob: `*`, `?`, `[…]`, `{a,b}` within a name, `**` for any number of folders; a backslash " +
          "before a wildcard makes it an ordinary character. Hidden files match where the pattern has the dot.",
      ),
    mustBe: z
      .enum(["present", "absent"])
      .default("present")
      .describe("Whether it must be there: `present` or `absent`."),
    maxAge: age.describe("How long ago it may have been changed at most: `26h`."),
    minAge: age.describe("How long ago it must have been changed at least."),
    minSize: byteSizeSetting().optional().describe("How big it must be at least: `1 MiB`."),
    maxSize: byteSizeSetting().optional().describe("How big it may be at most."),
    minCount: count.describe("How many must match at least. 0 is right if none may be."),
    maxCount: count.describe("How many may match at most; none is right then, unless `minCount` says otherwise."),
    contains: textPattern
      .optional()
      .describe("What a line of it must contain: a text, or a regular expression as in `/^done in \\d+ s$/`."),
    notContains: textPattern.optional().describe("What no line of it may contain; as `contains`."),
    part: z.enum(["first", "last"]).default("last").describe("Which end of it is searched: `last` or `first`."),
    partSize: byteSizeSetting({ max: largestPart })
      .prefault("64 KiB")
      .describe("How much of it is searched, at most `1 MiB`."),
  },
});
