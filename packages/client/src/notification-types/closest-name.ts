/** How much two names may differ, as a share of the longer one, to be taken for a slip of the finger. */
const similarEnough = 0.35;

function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(left).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(right).entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/**
 * The name that was most likely meant.
 *
 * @param name - What was given; nothing longer than 80 characters is looked at.
 * @param candidates - What there is.
 * @returns `undefined` when nothing is close.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > 80) return undefined;
  const shares = candidates.map((candidate) => {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    return { candidate, share: edits / Math.max(name.length, candidate.length, 1) };
  });
  const best = shares.toSorted((a, b) => a.share - b.share)[0];
  return best !== undefined && best.share <= similarEnough ? best.candidate : undefined;
}
