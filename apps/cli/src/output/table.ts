import { printable } from "@kumakit/text";
import stringWidth from "string-width";

import { shorten } from "./shorten.ts";
import { styled, type OutputStream } from "./theme.ts";

/** One column of a table: its heading, and the cell of a row. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** May be shortened on a narrow terminal. Default: false. */
  readonly isFlexible?: boolean;
}

/** Where and how a table is drawn. */
export interface TableOptions {
  /** Decides colours and width; a stream that is no terminal gets every value in full. */
  readonly stream: OutputStream;
  /** Leaves the first line out. Default: false. */
  readonly noHeadings?: boolean;
}

const GAP = "  ";
const SHORTEST = 8;

/** Draws a table as kubectl does: no borders, two spaces between columns, no blanks at a line's end. */
export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))));
  const headings = columns.map((column) => column.heading.toUpperCase());
  const shown = options.noHeadings === true ? cells : [headings, ...cells];
  const widths = columnWidths(columns, shown, options.stream);
  return shown
    .map((line, index) => {
      const text = line
        .map((cell, column) => fit(cell, widths[column] ?? 0))
        .join(GAP)
        .trimEnd();
      return index === 0 && options.noHeadings !== true ? styled("heading", text, options.stream) : text;
    })
    .join("\n");
}

function columnWidths<Row>(
  columns: readonly Column<Row>[],
  lines: readonly (readonly string[])[],
  stream: OutputStream,
): number[] {
  const widths = columns.map((_, column) => Math.max(0, ...lines.map((line) => stringWidth(line[column] ?? ""))));
  if (!stream.isTTY) return widths;
  let excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - stream.columns;
  // The widest flexible columns give way first; what then still is too wide wraps, which loses nothing.
  for (const index of flexibleByWidth(columns, widths)) {
    const width = widths[index] ?? 0;
    const narrower = Math.max(Math.min(width, SHORTEST), width - Math.max(0, excess));
    excess -= width - narrower;
    widths[index] = narrower;
  }
  return widths;
}

function flexibleByWidth<Row>(columns: readonly Column<Row>[], widths: readonly number[]): number[] {
  const flexible = [...columns.keys()].filter((index) => columns[index]?.isFlexible === true);
  return flexible.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
}

function fit(text: string, width: number): string {
  const fitting = shorten(text, width);
  return fitting + " ".repeat(Math.max(0, width - stringWidth(fitting)));
}
