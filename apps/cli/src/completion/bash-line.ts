/** A command line of bash up to the cursor, and how bash is to be answered. */
export interface BashLine {
  /** The whole words behind the command's name. */
  readonly words: readonly string[];
  /** The word that is being typed, without quotes. */
  readonly current: string;
  /** A candidate (which begins with `current`) in the form that takes the place of what bash takes for the word. */
  readonly answer: (candidate: string) => string;
}

interface OpenWord {
  text: string;
  hasBegun: boolean;
  quote: "" | "'" | '"';
  /** How much of the text lies before what bash will replace. */
  kept: number;
}

/**
 * Reads a line as bash does, but for substitutions, which are left as they are.
 *
 * @param breaks - the characters of COMP_WORDBREAKS: bash replaces only what comes behind the last of them
 */
export function readBashLine(line: string, breaks: string): BashLine {
  const words: string[] = [];
  let open = newWord();
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (open.quote === "" && /[ \t\n]/.test(character)) {
      if (open.hasBegun) words.push(open.text);
      open = newWord();
    } else at += take(open, { character, next: line.charAt(at + 1), breaks });
  }
  const command = words.findIndex((word) => !/^\w+=/.test(word));
  const { quote, kept, text } = open;
  const escaped = { "": escapeBare, '"': escapeInDouble, "'": escapeInSingle }[quote];
  return { words: words.slice(command + 1), current: text, answer: (candidate) => escaped(candidate.slice(kept)) };
}

/** Takes one character into the open word. @returns how many characters behind it were taken as well */
function take(open: OpenWord, step: { character: string; next: string; breaks: string }): number {
  const { character, next, breaks } = step;
  open.hasBegun = true;
  if (character === open.quote) open.quote = "";
  else if (open.quote === "" && (character === "'" || character === '"')) {
    open.quote = character;
    open.kept = open.text.length;
  } else if (character === "\\" && isEscape(open.quote, next)) {
    open.text += next;
    return 1;
  } else {
    open.text += character;
    if (open.quote === "" && breaks.includes(character)) open.kept = open.text.length;
  }
  return 0;
}

function newWord(): OpenWord {
  return { text: "", hasBegun: false, quote: "", kept: 0 };
}

function isEscape(quote: OpenWord["quote"], next: string): boolean {
  return next !== "" && (quote === "" || (quote === '"' && '$`"\\'.includes(next)));
}

function escapeBare(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{Emoji_Presentation}_.,:=@%+/-]/gu, String.raw`\$&`);
}

function escapeInDouble(text: string): string {
  return text.replaceAll(/[$`"\\]/g, String.raw`\$&`);
}

function escapeInSingle(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
