/**
 * A text as one word of a POSIX shell, in single quotes: whatever is in it, nothing of it is read as shell.
 *
 * @throws TypeError for a text with a NUL, which no argument can hold
 */
export function shellWord(text: string): string {
  if (text.includes("\0")) throw new TypeError("a word of a shell cannot hold a NUL");
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same for people to read and paste: in quotes only where it needs them. @throws TypeError as {@link shellWord} does */
export function readableShellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : shellWord(text);
}
