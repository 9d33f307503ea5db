/**
 * One word of an `ExecStart=` or `Environment=` line: whatever is in `text`, systemd reads that text and nothing else.
 * Rules of systemd.service(5) "COMMAND LINES" and systemd.syntax(7): `%` and `$` are doubled, the rest is C-escaped
 * within double quotes.
 *
 * @throws RangeError for a NUL character, which no argument can hold
 */
export function commandWord(text: string): string {
  return `"${escaped(text).replaceAll("$", "$$$$")}"`;
}

/** As {@link commandWord}, for what knows specifiers and quotes but no variables: most settings, and the program itself. */
export function settingWord(text: string): string {
  return `"${escaped(text)}"`;
}

function escaped(text: string): string {
  if (text.includes("\0")) throw new RangeError("a unit file cannot hold a NUL character");
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("%", "%%")
    .replaceAll(/[\u0001-\u001f\u007f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
