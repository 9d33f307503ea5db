/** So many are named; of the rest only their number is said. */
const mostNamed = 5;

/** Joins what is to be said of several culprits: `a failed: …; b failed: …; and 3 more`. */
export function joinCulprits(messages: readonly string[]): string {
  const rest = messages.length - mostNamed;
  return [...messages.slice(0, mostNamed), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
