import { maskSecrets, plainLine } from "@kumakit/text";
import { createHash } from "node:crypto";
import { aboutCheck } from "../checks/about-checks.ts";
import { watchesUnits } from "../checks/discovery.ts";
import type { CheckConfig } from "../checks/registry.ts";

/** As long as the names of the config may be. */
const longest = 150;

/** So few that they give nothing away of a secret that does not stand in the name. */
const digestLength = 6;

/** A setting as a part of a name: a program goes by its own name, without the folder. */
function partOf(setting: string, value: unknown): readonly string[] {
  const words = value === undefined ? [] : [value].flat().map(String);
  if (setting !== "command") return words;
  const [program = "", ...rest] = words;
  return [program.replace(/^.*\//s, ""), ...rest];
}

/** The part of a name that may go to the server: no secrets, and not the query of an address. */
function shownOf(name: string): string {
  return plainLine(maskSecrets(name.replaceAll(/(https?:\/\/[^\s?]*)\?\S*/g, "$1"))).trim();
}

/**
 * The name of a check when nobody has given one: its type, and what it watches. Two checks of one type that watch
 * different things have different names. A check of a unit is called as the unit.
 *
 * @param check - its own name is not looked at
 */
export function defaultCheckName(check: CheckConfig): string {
  const settings: Readonly<Record<string, unknown>> = { ...check };
  const parts = aboutCheck(check.type).subject.flatMap((setting) => partOf(setting, settings[setting]));
  const prefix = watchesUnits(check) ? (check.scope === "user" ? "user/" : "") : `${check.type} `;
  const whole = `${prefix}${parts.join(" ")}`.trim();
  const shown = shownOf(whole);
  if (shown === whole && whole.length <= longest) return whole;
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, digestLength);
  return `${shown.slice(0, longest - digestLength - 1)}~${digest}`;
}
