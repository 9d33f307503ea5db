/**
 * A text as one word of a POSIX shell, in single quotes: whatever is in it, nothing of it is read as shell.
 *
 * @param text - without NUL, which no argument can hold
 */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
