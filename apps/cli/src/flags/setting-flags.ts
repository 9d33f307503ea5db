import * as Flags from "@oclif/core/flags";
import type { FlagInput } from "@oclif/core/interfaces";

import type { SettingFlag } from "../monitors/settings/setting-flag.ts";
import { settingFlags as all } from "../monitors/settings/setting-flags.ts";

const helpGroup = "SETTING";

/** The most types that a summary names. */
const mostNamed = 4;

/** The flags for settings of monitors: the common ones each have a flag, and `--set` takes any. */
export const settingFlags: FlagInput = {
  ...Object.fromEntries(all.map((one) => [one.flag, flagOf(one)])),
  set: Flags.string({
    summary: "Any other setting, as docs/monitor-types.md calls it; a value that is no text is JSON. May be repeated.",
    helpValue: "SETTING=VALUE",
    helpGroup,
    multiple: true,
    multipleNonGreedy: true,
  }),
  "set-file": Flags.string({
    summary: "Read a setting from a file, such as a secret or a long text; - is stdin. May be repeated.",
    helpValue: "SETTING=FILE",
    helpGroup,
    multiple: true,
    multipleNonGreedy: true,
  }),
  "from-file": Flags.string({
    summary: "Take settings from this JSON object, or - for stdin; flags go before it.",
    helpValue: "FILE",
    helpGroup,
  }),
};

function flagOf({ kind, choices, types, summary: meaning }: SettingFlag): FlagInput[string] {
  const summary = `${meaning}${typesText(types)}`;
  if (kind === "flag") return Flags.boolean({ summary, helpGroup, allowNo: true });
  if (kind === "choice") return Flags.string({ summary, helpGroup, options: [...(choices ?? [])] });
  if (kind === "text") return Flags.string({ summary, helpGroup, helpValue: "VALUE" });
  return Flags.string({ summary, helpGroup, helpValue: "VALUE", multiple: true, multipleNonGreedy: true });
}

function typesText(types: readonly string[]): string {
  if (types.length === 0) return "";
  const more = types.length - mostNamed;
  const named = more > 1 ? types.slice(0, mostNamed) : types;
  return ` (${named.join(", ")}${more > 1 ? ` and ${more} more` : ""})`;
}
