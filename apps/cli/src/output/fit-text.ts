import stringWidth from "string-width";

/** Cuts a text to a width in columns, with an ellipsis for what is cut off; never inside a character. */
export function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shortened = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(shortened + segment) > width - 1) break;
    shortened += segment;
  }
  return `${shortened}…`;
}

/** Breaks a text between words, so that no line is wider than that many columns. A longer word, such as a URL, stays whole. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (stringWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The columns of a terminal; without bound where there is none. */
export function widthOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : Infinity;
}
