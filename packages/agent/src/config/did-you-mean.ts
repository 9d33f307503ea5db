import { distance } from "fastest-levenshtein";

/** Two neighbouring letters the wrong way round: the commonest slip, which counts as one edit. */
function isSwap(given: string, candidate: string): boolean {
  const at = Array.from(given).findIndex((letter, index) => letter !== candidate.charAt(index));
  const swapped = given.slice(0, at) + given.charAt(at + 1) + given.charAt(at) + given.slice(at + 2);
  return at !== -1 && swapped === candidate;
}

function edits(given: string, candidate: string): number {
  return isSwap(given, candidate) ? 1 : distance(given, candidate);
}

/** How many edits a slip of the finger may be. */
function mostEdits({ length }: string): number {
  return Math.max(length < 4 ? 1 : 2, Math.floor(length / 3));
}

/**
 * The candidate that somebody probably meant, or undefined when none is near.
 *
 * @param given - what was written
 * @param candidates - what would have been right
 */
export function didYouMean(given: string, candidates: readonly string[]): string | undefined {
  const slips = candidates.map((candidate) => ({
    candidate,
    edits: edits(given.toLowerCase(), candidate.toLowerCase()),
  }));
  const [nearest] = slips.toSorted((one, other) => one.edits - other.edits);
  return nearest !== undefined && nearest.edits <= mostEdits(nearest.candidate) ? nearest.candidate : undefined;
}
