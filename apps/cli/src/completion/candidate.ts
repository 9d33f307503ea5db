/** A word that may come next. */
export interface Candidate {
  readonly text: string;
  /** One line about it, for the shells that show one. */
  readonly description?: string | undefined;
}

/** Words that only this person's servers and settings know. */
export type NameSource = "monitors" | "groups" | "notifications" | "profiles" | "servers";

/** The possible next words: words that are known, names that must be looked up, or a file. */
export type Completion =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "names"; readonly source: NameSource; readonly prefix: string }
  | { readonly kind: "files" };

/** Nothing is known about what comes next. */
export const NOTHING: Completion = { kind: "words", candidates: [] };
