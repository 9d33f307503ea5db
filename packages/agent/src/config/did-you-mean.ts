import { closest, distance } from "fastest-levenshtein";

/**
 * The candidate that somebody probably meant, or undefined when none is near.
 *
 * @param given - what was written
 * @param candidates - what would have been right
 */
export function didYouMean(given: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const nearest = closest(given.toLowerCase(), [...candidates]);
  return distance(given.toLowerCase(), nearest.toLowerCase()) <=
    Math.max(nearest.length < 4 ? 1 : 2, Math.floor(nearest.length / 3))
    ? nearest
    : undefined;
}
