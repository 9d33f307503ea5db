import { maskFunctions } from "./mask-functions.ts";
import { maskRules, type MaskRule } from "./mask-rules.ts";

/** A string of awk. Blanks are in it as they are: between brackets not every awk reads `\t`. */
function literal(pattern: string): string {
  return JSON.stringify(pattern.replaceAll("\\t", "\t").replaceAll("\\r", "\r").replaceAll("\\n", "\n"));
}

function assignments(rule: MaskRule, number: number): string {
  const texts: readonly (readonly [array: string, text: string | undefined])[] = [
    ["mask_head", rule.head],
    ["mask_secret", rule.secret],
    ["mask_not_after", rule.notAfter],
    ["mask_except", rule.except],
    ["mask_within", rule.within],
  ];
  const switches: readonly (readonly [array: string, isOn: boolean | undefined])[] = [
    ["mask_value", rule.secret === undefined],
    ["mask_exact", rule.isExact],
    ["mask_whole", rule.isWhole],
    ["mask_keeps_last", rule.keepsLast],
  ];
  return [
    ...texts.flatMap(([array, text]) => (text === undefined ? [] : `${array}[${number}] = ${literal(text)}`)),
    ...switches.flatMap(([array, isOn]) => (isOn === true ? `${array}[${number}] = 1` : [])),
  ]
    .map((line) => `  ${line}\n`)
    .join("");
}

/**
 * {@link maskSecrets} as functions of POSIX awk, for one line in bytes (`LC_ALL=C`). `mask_prepare()` has to be called
 * first. `masked(text)` goes by the rules; `mask_known(text, secret)` takes out one secret that is known.
 */
export function maskSecretsAsAwk(): string {
  const rules = maskRules.map((rule, index) => assignments(rule, index + 1)).join("");
  return `function mask_rules() {\n  mask_count = ${maskRules.length}\n${rules}}\n${maskFunctions}`;
}
