import { distance } from "fastest-levenshtein";

/** How much two words may differ, as a share of the longer one, to be taken for a slip of the finger. */
const SIMILAR_ENOUGH = 0.4;

/**
 * The candidate that a person most likely meant: same word in another case, a beginning of it, or a near miss.
 *
 * @returns undefined when nothing is close
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: { candidate: string; share: number } | undefined;
  for (const candidate of candidates) {
    const share = difference(wanted, candidate.toLowerCase());
    if (share <= SIMILAR_ENOUGH && (best === undefined || share < best.share)) best = { candidate, share };
  }
  return best?.candidate;
}

/** ` Did you mean "x"?`, with a leading space, or an empty string: to be appended to a message. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = closest(word, candidates);
  return candidate === undefined ? "" : ` Did you mean "${candidate}"?`;
}

function difference(wanted: string, candidate: string): number {
  if (wanted === candidate) return 0;
  if (wanted.length >= 3 && (candidate.startsWith(wanted) || wanted.startsWith(candidate))) return 0.1;
  const edits = isSwap(wanted, candidate) ? 1 : distance(wanted, candidate);
  return edits / Math.max(wanted.length, candidate.length, 1);
}

/** Two neighbouring letters the wrong way round: the commonest slip, which counts as one edit. */
function isSwap(wanted: string, candidate: string): boolean {
  const at = Array.from(wanted).findIndex((letter, index) => letter !== candidate.charAt(index));
  const swapped = wanted.slice(0, at) + wanted.charAt(at + 1) + wanted.charAt(at) + wanted.slice(at + 2);
  return at !== -1 && swapped === candidate;
}
