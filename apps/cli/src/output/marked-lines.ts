import { printable } from "@kumakit/text";

import { widthOf, wrapWords } from "./fit-text.ts";
import { styled, type OutputStream, type Style } from "./theme.ts";

const MARKS = { good: "✓", warning: "!", bad: "✗" } as const;

const STYLES: Readonly<Record<Mark, Style>> = { good: "success", warning: "warning", bad: "error" };

/** The sign and colour of a line. */
export type Mark = keyof typeof MARKS;

/** A text behind a mark, in its colour, broken between words; further lines are indented. */
export function markedLines(mark: Mark, text: string, stream: OutputStream): readonly string[] {
  return indentedLines(text, "  ", stream).map((part, index) =>
    styled(STYLES[mark], index === 0 ? `${MARKS[mark]}${part.slice(1)}` : part, stream),
  );
}

/** A text in lines that fit, each behind the same spaces. */
export function indentedLines(text: string, indent: string, stream: OutputStream): readonly string[] {
  return wrapWords(printable(text), widthOf(stream) - indent.length).map((part) => `${indent}${part}`);
}
