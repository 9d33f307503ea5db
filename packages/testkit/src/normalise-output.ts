/** A text in the output, and its placeholder. */
export type Replacement = readonly [found: string | RegExp, placeholder: string];

/**
 * Makes the output of a program comparable: line ends become `\n`, and what differs from run to run (ports, ids, paths,
 * times) gets a name. Plain texts are replaced first, the longest first, so that a path does not break a longer one;
 * then the patterns, in their order, everywhere they match.
 *
 * @example
 * ```ts
 * normaliseOutput(stdout, [[kuma.url, "<kuma>"], [/\d+ ms/u, "<time>"]]);
 * ```
 */
export function normaliseOutput(text: string, replacements: readonly Replacement[]): string {
  let result = text.replaceAll("\r\n", "\n");
  const plain = replacements.filter(([found]) => typeof found === "string" && found !== "");
  for (const [found, placeholder] of plain.toSorted(([a], [b]) => String(b).length - String(a).length)) {
    result = result.split(found).join(placeholder);
  }
  for (const [found, placeholder] of replacements) {
    if (typeof found === "string") continue;
    const everywhere = found.flags.includes("g") ? found : new RegExp(found.source, `${found.flags}g`);
    result = result.replaceAll(everywhere, () => placeholder);
  }
  return result;
}
