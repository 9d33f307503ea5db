import { distance } from "fastest-levenshtein";

/** The longest word that a guess is made for, in characters: nobody mistypes more, and comparing takes its square. */
const longestWord = 80;

/** How many letters of a word so long may be wrong: one of a short word, two of a longer one. */
function mostSlips(length: number): number {
  return length < 5 ? 1 : 2;
}

/** Two neighbouring letters the wrong way round: the commonest slip, which counts as one. */
function isSwap(word: string, candidate: string): boolean {
  const at = Array.from(word).findIndex((letter, index) => letter !== candidate.charAt(index));
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return at !== -1 && swapped === candidate;
}

/**
 * How many letters are wrong in a word: added, missing, another one, or two neighbours swapped. Capitals do not count.
 *
 * @param word - the word as it was typed
 * @param candidate - the word that may have been meant
 */
export function slips(word: string, candidate: string): number {
  const [typed, meant] = [word.toLowerCase(), candidate.toLowerCase()];
  return isSwap(typed, meant) ? 1 : distance(typed, meant);
}

/**
 * The candidate that somebody most likely meant: at most one letter of a short word is wrong, two of one from five
 * letters on. The beginning of just one candidate, from three letters on, counts as well.
 *
 * @param word - the word as it was typed
 * @param candidates - the words that would have been right
 * @returns undefined when none is near
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  let best: { readonly candidate: string; readonly wrong: number } | undefined;
  for (const candidate of candidates.filter(({ length }) => Math.abs(length - word.length) <= 2)) {
    const wrong = slips(word, candidate);
    const most = mostSlips(Math.min(word.length, candidate.length));
    if (wrong <= most && wrong < Math.min(word.length, best?.wrong ?? word.length)) best = { candidate, wrong };
  }
  return best?.candidate ?? onlyOneThatBegins(word, candidates);
}

function onlyOneThatBegins(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 3) return undefined;
  const begun = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  return begun.length === 1 ? begun[0] : undefined;
}

/** ` Did you mean "x"?`, with a blank before it, or an empty string: something to append to a sentence. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = closest(word, candidates);
  return candidate === undefined ? "" : ` Did you mean "${candidate}"?`;
}
