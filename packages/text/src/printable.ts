/**
 * Characters that could rewrite what is on a screen: C0 and C1 controls (U+009B begins an escape as ESC [ does), marks
 * that turn the direction of writing, separators of lines, and half surrogate pairs.
 */
const unfit = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

const escapeForTerminal = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-_])/g;

function asEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * A text that others wrote, such as a name, for one line of a terminal: control characters are shown (`\u001b`, `\n`)
 * instead of obeyed, and a tab is a blank.
 */
export function printable(text: string): string {
  return text.replace(unfit, (character) => {
    if (character === "\n") return "\\n";
    return character === "\t" ? " " : asEscape(character);
  });
}

/**
 * A text of several lines for a terminal: as {@link printable}, but line breaks and tabs stay. JSON that goes through it is
 * still the same JSON, since `\u009b` is how JSON writes that character.
 */
export function printableLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(unfit, (character) => (character === "\n" || character === "\t" ? character : asEscape(character)));
}

/**
 * A text that others wrote as one plain line, for a message that is kept and read elsewhere: escapes for terminals and
 * marks of direction go, each run of controls and blanks is one blank, and half a surrogate pair is U+FFFD.
 */
export function plainLine(text: string): string {
  return text
    .replace(escapeForTerminal, "")
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, "")
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[\p{Cc}\s]+/gu, " ");
}
