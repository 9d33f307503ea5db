/** One word of a shell program: whatever is in `text`, the shell takes it for that text and nothing else. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
