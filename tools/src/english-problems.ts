/** A turn of phrase that a stranger reads twice, and a better one. */
interface Rule {
  readonly pattern: RegExp;
  readonly instead: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /(?:^|[.;!?] )(?:What|Whoever|Whatever|That which) (?![^.;!]*\?)/gm,
    instead: "begin with a noun, not with a clause",
  },
  { pattern: /\b[Ww]hoever\b/g, instead: "name the person" },
  { pattern: /(?<!\bthere\s)\b(?:is|are) none\b/gi, instead: '"there is no …", or "is not …"' },
  { pattern: /(?<!\b[Tt]here\s)(?<!\bthat )\bis no (?!longer|more)[a-z]+/g, instead: '"is not a …"' },
  { pattern: /, as (?=[`"]|an? )/g, instead: '"such as"' },
  { pattern: /\b[Tt](?:old|ells)\b/g, instead: '"report", "say" or "notify"' },
  { pattern: /\banew\b/g, instead: '"again"' },
  { pattern: /\bin the place of\b/g, instead: '"instead of"' },
  { pattern: /\bof (?:its|their|his|her|our|my) own\b/g, instead: '"its own …", or leave it out' },
];

/** A place where a text breaks a rule. */
export interface EnglishProblem {
  /** Of the text, from 1. */
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** The places in a text that break a rule which a pattern can find. */
export function englishProblems(text: string): readonly EnglishProblem[] {
  const problems = rules.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      line: text.slice(0, index + match.length - match.trimStart().length + 1).split("\n").length,
      found: match.trim(),
      instead,
    })),
  );
  return problems.toSorted((a, b) => a.line - b.line);
}

/** The prose of a Markdown text: code is left out, and each line stays where it is. */
export function proseOfMarkdown(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, blank);
}

/** The comments of a source, and its texts of several words; each line stays where it is. */
export function proseOfSource(text: string): string {
  return text.replaceAll(
    /(?<comment>\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*)|(?<quoted>"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|[^"`/\n]+|./g,
    (match: string, ...rest: readonly unknown[]) => {
      const { comment, quoted } = rest.at(-1) as { readonly comment?: string; readonly quoted?: string };
      if (comment !== undefined)
        return comment.replaceAll(/^\s*(?:\/\*\*|\/\/|\*\/|\*) ?/gm, "").replaceAll(/`[^`\n]*`/g, blank);
      if (quoted !== undefined && quoted.split(" ").length > 3) return quoted.slice(1, -1);
      return blank(match);
    },
  );
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]+/g, " ");
}
