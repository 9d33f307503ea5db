import type { Answer } from "./answer.ts";

/** Answers that are given again for some minutes, until something happens that the server clears all of them for. */
export class PageCache {
  readonly #answers = new Map<string, { readonly answer: Answer; readonly until: number }>();

  /** The answer of before, or a new one that is kept. */
  get(url: string, minutes: number, make: () => Answer): Answer {
    const known = this.#answers.get(url);
    if (known !== undefined && Date.now() < known.until) return known.answer;
    const answer = make();
    this.#answers.set(url, { answer, until: Date.now() + minutes * 60_000 });
    return answer;
  }

  clear(): void {
    this.#answers.clear();
  }
}
