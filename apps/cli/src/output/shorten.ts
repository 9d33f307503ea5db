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
